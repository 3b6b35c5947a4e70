/** H2O MLOps 0.66.1, the first release of the migration guide. */
import { release } from "../engine/release.ts";
import type { Answers } from "./answers.ts";
import { numberedValues } from "./values.ts";

export const mlops_0_66 = release<Answers>({ version: "0.66.1", heading: "Migration guide", values: numberedValues });

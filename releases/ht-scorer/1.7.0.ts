/** HT scorer runtime 1.7.x, the first known release. It returns one blob for a whole batch. */
import { release } from "../engine/release.ts";
import { settings } from "./values.ts";

export const htScorer_1_7 = release({ version: "1.7.0", heading: "HT scorer runtime 1.7.x", values: settings });

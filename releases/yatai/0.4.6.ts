/** Yatai 0.4.6, the first known release. */
import { release } from "../engine/release.ts";
import { values_0_4 } from "./values.ts";

export const yatai_0_4 = release({ version: "0.4.6", heading: "Yatai 0.4.6", values: values_0_4 });

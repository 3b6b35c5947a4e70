/** The migration guide of H2O MLOps, which has a section about this runtime. */
import { document } from "../engine/source.ts";

export const guide = document("H2O MLOps migration guide, as of 1.1", "H2O MLOps migration guide");

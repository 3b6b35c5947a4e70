/** H2O's migration guide has a section about this runtime. */
import { document } from "../engine/source.ts";

export const guide = document("001_e3d2ab0aa8d34317.txt", "H2O MLOps migration guide");

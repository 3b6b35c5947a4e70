/** The two versions of H2O's migration guide. Where they differ, the newer one applies. */
import { document } from "../engine/source.ts";

/** As published with 1.1. */
export const guide = document("H2O MLOps migration guide, as of 1.1", "H2O MLOps migration guide");

/** An earlier writing sample with the steps up to 0.68. Its code samples have characters that the newer version lost. */
export const sample = document(
  "H2O MLOps migration guide, writing sample as of 0.68",
  "H2O MLOps migration guide, writing sample",
);

/** The two versions of H2O's migration guide. Where they differ, the newer one applies. */
import { document } from "../engine/source.ts";

/** As published with 1.1. */
export const guide = document("H2O MLOps migration guide, as of 1.1", "H2O MLOps migration guide");

/** An earlier writing sample with the steps up to 0.68. It has characters that the newer version lost in print. */
export const sample = document(
  "H2O MLOps migration guide, writing sample as of 0.68",
  "H2O MLOps migration guide, writing sample",
);

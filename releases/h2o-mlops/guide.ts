/** The two texts of H2O's migration guide. Where they differ, the newer one holds. */
import { document } from "../engine/source.ts";

/** As published with 1.1. */
export const guide = document("001_e3d2ab0aa8d34317.txt", "H2O MLOps migration guide");

/** An earlier writing sample of the steps up to 0.68. Its samples kept what the newer text lost in print. */
export const sample = document("000_931ddbfdd550ed03.txt", "H2O MLOps migration guide, writing sample");

/** Scorer runtime for Hydrogen Torch models, 1.7 and 2.0. */
import { z } from "zod";
import { acknowledge } from "../engine/acknowledgements.ts";
import type { Product } from "../engine/release.ts";
import { htScorer_1_7 } from "./1.7.0.ts";
import { htScorer_2_0 } from "./2.0.0.ts";

export const htScorer: Product = {
  name: "ht-scorer",
  title: "HT scorer runtime",
  answers: z.strictObject({ acknowledge }),
  releases: [htScorer_1_7, htScorer_2_0],
  publicEnvironment: ["H2O_SCORER_AUTHORIZATION_HEADER", "H2O_SCORER_FORWARD_HEADERS"],
};

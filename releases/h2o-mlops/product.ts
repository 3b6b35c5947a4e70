/** H2O MLOps, from 0.66.1 to 1.1. */
import type { Product } from "../engine/release.ts";
import { mlops_0_66 } from "./0.66.1.ts";
import { mlops_0_67 } from "./0.67.0.ts";
import { mlops_0_68 } from "./0.68.0.ts";
import { mlops_0_69 } from "./0.69.0.ts";
import { mlops_0_70 } from "./0.70.0.ts";
import { mlops_1_0 } from "./1.0.0.ts";
import { mlops_1_1 } from "./1.1.0.ts";
import { type Answers, answersSchema } from "./answers.ts";

export const h2oMlops: Product<Answers> = {
  name: "h2o-mlops",
  title: "H2O MLOps",
  answers: answersSchema,
  releases: [mlops_0_66, mlops_0_67, mlops_0_68, mlops_0_69, mlops_0_70, mlops_1_0, mlops_1_1],
  publicEnvironment: [
    "H2O_SCORER_WORKERS",
    "H2O_SCORER_AUTHORIZATION_HEADER",
    "H2O_SCORER_FORWARD_HEADERS",
    "SCORING_CONCURRENCY",
    "BATCH_WORKERS",
  ],
};

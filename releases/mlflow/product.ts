/** MLflow. It has no values to upgrade; only the order of its versions is known. */
import { z } from "zod";
import { acknowledge } from "../engine/acknowledgements.ts";
import type { Product } from "../engine/release.ts";
import { schemaCheck } from "./source.ts";

export const mlflow: Product = {
  name: "mlflow",
  title: "MLflow",
  answers: z.strictObject({ acknowledge }),
  releases: [],
  noWayBack: {
    say: "A later MLflow migrates the schemas of its databases irreversibly, and an earlier MLflow does not start on them.",
    source: schemaCheck("Detected out-of-date database schema"),
  },
};

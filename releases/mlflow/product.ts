import { z } from "zod";
import { acknowledge } from "../engine/acknowledgements.ts";
import { imageParts } from "../engine/inventory.ts";
import type { Product } from "../engine/release.ts";
import { document } from "../engine/source.ts";

const database = document("mlflow 3.17.2: mlflow/store/db/utils.py", "MLflow 3.17.2, mlflow/store/db/utils.py");

/** MLflow, of whose versions only the order is known. */
export const mlflowProduct: Product = {
  name: "mlflow",
  title: "MLflow",
  answers: z.strictObject({ acknowledge }),
  releases: [],
  noWayBack: {
    say: "A later MLflow migrates the schemas of its databases irreversibly, and an earlier MLflow does not start on them.",
    source: database("_verify_schema")("Detected out-of-date database schema"),
  },
};

/** `3.17.2` of an image with the tag `v3.17.2-full`; a digest, or a tag of another kind, says nothing. */
export function mlflowVersion(image: string): string | undefined {
  const [, version] = /^v?(\d+\.\d+(?:\.\w+)*)/.exec(imageParts(image).tag ?? "") ?? [];
  return version;
}

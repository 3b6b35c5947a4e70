import { imageParts } from "../../releases/engine/inventory.ts";
import { image } from "../values.ts";

/**
 * An image that fits the server's flags, variables and migrations. Its version is read from the tag; a digest, or a tag
 * of another form, is accepted as it is. Source: `docker/` of MLflow 3.17.2: images without `-full`, which came with
 * 3.9.0, have no database driver and no basic auth.
 */
export const mlflowImage = image
  .refine(isOfRelease, "an image of MLflow 3.9 or a later 3.x, such as ghcr.io/mlflow/mlflow:v3.17.2-full")
  .refine(
    (image) => !/^ghcr\.io\/mlflow\/mlflow:(?!.*-full(@|$))/.test(image),
    "a -full image: MLflow's others have no database driver and no basic auth",
  );

function isOfRelease(image: string): boolean {
  // A tag that begins with more digits is a date, not a version.
  const [, major, minor] = /^v?(\d{1,3})(?:\.(\d+))?(?![\d])/.exec(imageParts(image).tag ?? "") ?? [];
  return major === undefined || (Number(major) === 3 && (minor === undefined || Number(minor) >= 9));
}

import { addressOf, blobHost, joinUrl } from "../objectStore/address.ts";
import type { Grant, GrantTarget } from "../objectStore/objectStore.ts";

/** Address of the artifacts for `--artifacts-destination`. MLflow reads Azure's blobs by `wasbs://` only. */
export function artifactsUrl(target: GrantTarget): string {
  return target.kind === "azure"
    ? joinUrl(`wasbs://${target.bucket}@${blobHost(target.account)}`, target.prefix)
    : addressOf(target);
}

/** The grant's environment, with MLflow's own variables for the endpoint of an S3-compatible store. */
export function artifactStoreEnv({ target, env }: Pick<Grant, "target" | "env">): Record<string, string> {
  if (target.kind !== "s3") {
    return env;
  }
  return {
    // The grant's own region, first: another order would replace every pod.
    AWS_DEFAULT_REGION: target.region,
    MLFLOW_S3_ENDPOINT_URL: target.endpoint,
    MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE: target.pathStyle ? "path" : "virtual",
    ...env,
  };
}

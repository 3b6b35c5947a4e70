/** The small S3 server of a trial stack, and its cross-field checks. */
import { z } from "zod";
import type { Contradiction } from "../crossFieldChecks.ts";
import type { mlflow } from "../mlflow/mlflow.ts";
import type { mlops } from "../mlops.ts";
import { byteQuantity, image, kubernetesName, retention } from "../values.ts";
import type { s3ObjectStore } from "./objectStore.ts";

export const objectStoreServer = z
  .strictObject({
    size: byteQuantity
      .default("10Gi")
      .describe("Size of its volume, whose file system has to keep extended attributes."),
    storageClass: kubernetesName.optional().describe("Storage class. Default: the cluster's own."),
    image: image.optional().describe("Image of Versity's S3 gateway. Default: the pinned one."),
    retention,
  })
  .describe(
    "A small S3 server in MLflow's namespace, made here in the place of `endpoint` and `ca`. For trying out only: one pod, one volume, and a rule refuses it in production. Its certificate takes cert-manager.",
  );

interface Sections {
  objectStore: z.output<typeof s3ObjectStore>;
  mlflow?: z.output<typeof mlflow> | undefined;
  mlops?: z.output<typeof mlops> | undefined;
}

/** Keys that conflict with a trial server. */
export function serverContradictions({ objectStore, mlflow, mlops }: Sections): Contradiction[] {
  const { server, endpoint, ca, pathStyle, credentials, buckets } = objectStore;
  if (server === undefined) {
    return [];
  }
  const inPlace = "nothing, since objectStore.server makes the store";
  return [
    ...(endpoint === undefined ? [] : [superfluous("objectStore.endpoint", inPlace, "an address")]),
    ...(ca === undefined ? [] : [superfluous("objectStore.ca", inPlace, ca.secretName)]),
    ...(pathStyle ? [] : [wrong("objectStore.pathStyle", "true, since objectStore.server has one host name", "false")]),
    ...(credentials.kind === "configured"
      ? []
      : [
          wrong(
            "objectStore.credentials.kind",
            "configured, since objectStore.server is made with these keys",
            "existing",
          ),
        ]),
    ...Object.entries(buckets)
      .filter(([, bucket]) => bucket?.kind === "existing")
      .map(([role]) =>
        wrong(`objectStore.buckets.${role}.kind`, "managed, since objectStore.server begins empty", "existing"),
      ),
    ...(mlflow === undefined
      ? [
          superfluous(
            "objectStore.server",
            "nothing where the stack has no MLflow: the server is in its namespace",
            "a server",
          ),
        ]
      : []),
    ...(mlops === undefined
      ? []
      : [
          superfluous(
            "objectStore.server",
            "nothing beside H2O MLOps, whose pods are given no CA of a store",
            "a server",
          ),
        ]),
  ];
}

function wrong(path: string, message: string, found: string): Contradiction {
  return { path: path.split("."), message, params: { found } };
}

function superfluous(path: string, message: string, found: string): Contradiction {
  return { path: path.split("."), message, params: { found, fix: { remove: [path.split(".")] } } };
}

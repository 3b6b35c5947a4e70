/** The small S3 server of a trial stack. */
import { z } from "zod";
import { byteQuantity, image, kubernetesName, retention } from "../values.ts";

export const objectStoreServer = z
  .strictObject({
    size: byteQuantity
      .default("10Gi")
      .describe("Size of its volume, whose file system has to support extended attributes."),
    storageClass: kubernetesName.optional().describe("Storage class. Default: the cluster's own."),
    image: image.optional().describe("Image of Versity's S3 gateway. Default: the pinned one."),
    retention,
  })
  .describe(
    "A small S3 server that the stack creates in MLflow's namespace, instead of `endpoint` and `ca`. For trials only: it has one pod and one volume, and a policy rule refuses it in production. Its certificate needs cert-manager.",
  );

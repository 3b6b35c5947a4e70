/** The small S3 server of a trial stack. */
import { z } from "zod";
import { byteQuantity, image, kubernetesName, retention } from "../values.ts";

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

/** Which nodes pods may run on. */
import { z } from "zod";

export const nodeSelector = z
  .record(z.string().min(1), z.string())
  .default({})
  .describe("Labels of the nodes that pods may run on.");

/** The rules are those of the API server, which would refuse the pods only after the Deployment was created. */
const toleration = z
  .strictObject({
    key: z.string().min(1).optional(),
    operator: z.enum(["Equal", "Exists"]).default("Equal"),
    value: z.string().optional(),
    effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]).optional(),
    tolerationSeconds: z.int().optional(),
  })
  .refine(({ key, operator }) => key !== undefined || operator === "Exists", "a key, or the operator Exists")
  .refine(({ value, operator }) => value === undefined || operator === "Equal", "no value beside the operator Exists")
  .refine(
    ({ tolerationSeconds, effect }) => tolerationSeconds === undefined || effect === "NoExecute",
    "the effect NoExecute beside tolerationSeconds",
  );

export const tolerations = z
  .array(toleration)
  .default([])
  .describe("Taints that pods tolerate: `key`, `operator`, `value`, `effect`, `tolerationSeconds`, as in Kubernetes.");

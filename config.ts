/** The shape of a stack's config: the keys under `mlops-platform:`, checked all at once. */
import { runtime } from "@pulumi/pulumi";
import { z } from "zod";
import { cloud } from "./config/cloud.ts";
import { cluster } from "./config/cluster.ts";
import { contradictions } from "./config/contradictions.ts";
import { gateway } from "./config/gateway.ts";
import { labels } from "./config/labels.ts";
import { mlflow } from "./config/mlflow.ts";
import { mlops } from "./config/mlops.ts";
import { objectStore } from "./config/objectStore.ts";
import { policies } from "./config/policies.ts";
import { ConfigError, problemsOf, project } from "./config/problems.ts";
import { telemetry } from "./config/telemetry.ts";
import { hostName } from "./config/values.ts";

/** One key per concern. A component whose key is absent is not deployed. */
export const stackConfig = z
  .strictObject({
    cloud: cloud.optional(),
    cluster,
    domain: hostName.describe("Domain that host names are made below."),
    labels: labels.optional(),
    objectStore: objectStore.optional(),
    mlflow: mlflow.optional(),
    mlops: mlops.optional(),
    telemetry: telemetry.optional(),
    gateway: gateway.optional(),
    policies: policies.prefault({}),
  })
  .superRefine((config, context) => {
    for (const problem of contradictions(config)) {
      context.addIssue({ code: "custom", ...problem });
    }
  });

export type StackConfig = z.output<typeof stackConfig>;

/**
 * Checks the raw values of a stack.
 *
 * @throws ConfigError naming every problem: path, what was expected, what was found, the command that mends it.
 */
export function parseStackConfig(values: Record<string, unknown>): StackConfig {
  const given = Object.fromEntries(
    Object.entries(values).filter(([key, value]) => !(key in stackConfig.shape && isUnset(value))),
  );
  const result = stackConfig.safeParse(given);
  if (!result.success) {
    throw new ConfigError(problemsOf(result.error, stackConfig, given));
  }
  return result.data;
}

/** Reads and checks the config of the running stack. */
export function readStackConfig(): StackConfig {
  const own = Object.entries(runtime.allConfig()).filter(([key]) => key.startsWith(`${project}:`));
  return parseStackConfig(
    Object.fromEntries(own.map(([key, value]) => [key.slice(project.length + 1), parseValue(value)])),
  );
}

/** Whether some value below a key is a config secret: Pulumi does not tell which. */
export function holdsSecrets(key: keyof StackConfig): boolean {
  // The SDK has it, and keeps it out of its types.
  const { isConfigSecret } = runtime as unknown as { isConfigSecret(key: string): boolean };
  return isConfigSecret(`${project}:${key}`);
}

/** Pulumi hands objects over as JSON and texts as they are. */
function parseValue(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Pulumi.yaml has to give a key without a value a default; an empty object or text stands for an absent key. */
function isUnset(value: unknown): boolean {
  return value == null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);
}

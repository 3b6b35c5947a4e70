/** The shape of a stack's config: the keys under `mlops-platform:`, checked all at once. */
import { getStack, runtime } from "@pulumi/pulumi";
import { z } from "zod";
import { project } from "../lib/configCommands.ts";
import { check } from "../lib/diagnostics/check.ts";
import { ConfigError } from "../lib/diagnostics/configError.ts";
import { policies } from "../policies/engine/settingsSchema.ts";
import { givenKeys } from "./absence.ts";
import { cloud } from "./cloud.ts";
import { cluster } from "./cluster.ts";
import { crossFieldProblems } from "./crossFieldChecks.ts";
import { gateway } from "./gateway/gateway.ts";
import { labels } from "./labels.ts";
import { mlflow } from "./mlflow/mlflow.ts";
import { mlops } from "./mlops/mlops.ts";
import { objectStore } from "./objectStore/objectStore.ts";
import { type RunningStack, runningStackProblems } from "./runningStack.ts";
import { valuesOf } from "./stackFiles.ts";
import { telemetry } from "./telemetry/telemetry.ts";
import { hostName } from "./values.ts";

const keys = z.strictObject({
  cloud: cloud.optional(),
  cluster,
  domain: hostName.describe("Domain of the platforms' host names."),
  labels: labels.optional(),
  objectStore: objectStore.optional(),
  mlflow: mlflow.optional(),
  mlops: mlops.optional(),
  telemetry: telemetry.optional(),
  gateway: gateway.optional(),
  policies: policies.prefault({}),
});

/** One key per concern. A component whose key is absent is not deployed. */
export const stackConfig = keys.superRefine((config, context) => {
  for (const problem of crossFieldProblems(config)) {
    context.addIssue({ code: "custom", ...problem, path: [...problem.path] });
  }
});

export type StackConfig = z.output<typeof stackConfig>;

/**
 * Checks the raw values of a stack.
 *
 * @param stack that the values belong to. Without it, their encryption and the files that they name are not checked.
 * @throws ConfigError naming every problem: path, what was expected, what was found, the command that fixes it.
 */
export function parseStackConfig(values: Record<string, unknown>, stack?: RunningStack): StackConfig {
  const { values: given, empty } = givenKeys(values, keys.shape);
  // An empty key also fails cross-field checks, with fixes that would not help.
  const schema = empty.length > 0 ? keys : stackConfig;
  const checked = check(schema, given);
  const found = [...empty, ...(stack ? runningStackProblems(given, keys, stack) : [])];
  const paths = found.map(({ path }) => path);
  const problems = [...found, ...checked.problems.filter(({ path }) => !paths.includes(path))];
  if (checked.data === undefined || problems.length > 0) {
    throw new ConfigError(problems, stack?.name);
  }
  return checked.data;
}

/** Reads and checks the config of the running stack. */
export function readStackConfig(): StackConfig {
  const values = valuesOf({ project, config: runtime.allConfig() });
  return parseStackConfig(values, { name: getStack(), folder: process.cwd(), holdsSecrets });
}

/** Whether some value below a key is a config secret. Pulumi does not tell which one. */
export function holdsSecrets(key: string): boolean {
  // The SDK exports the function but does not declare its type.
  const { isConfigSecret } = runtime as unknown as { isConfigSecret(key: string): boolean };
  return isConfigSecret(`${project}:${key}`);
}

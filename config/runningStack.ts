/** Checks of a config that need its stack: how the values are stored, and whether the files that they name exist. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { z } from "zod";
import { project } from "../lib/configCommands.ts";
import type { Problem } from "../lib/diagnostics/problem.ts";
import { valueAt } from "../lib/json.ts";
import { formatPath } from "../lib/path.ts";
import { yamlMap } from "../lib/pulumiYaml.ts";
import { markedValues } from "./marked.ts";

export interface RunningStack {
  name: string;

  /** Folder that the program runs in: the project's, where the stack's file is unless a flag names another. */
  folder: string;

  /** Whether some value below a key is encrypted: the engine does not tell which. */
  holdsSecrets(key: string): boolean;
}

/** Problems of a config that its values alone do not show. */
export function runningStackProblems(values: unknown, schema: z.ZodType, stack: RunningStack): Problem[] {
  return [...plainSecrets(values, schema, stack), ...missingCharts(values, schema, stack)];
}

/**
 * Secrets in plain text. The engine only tells whether a key holds a secret. Single values are looked up in the stack's
 * file, which counts where it has the same text at the same path: with `--config-file` the values are from another file.
 */
function plainSecrets(values: unknown, schema: z.ZodType, stack: RunningStack): Problem[] {
  const secrets = markedValues(values, schema, "secret");
  const file = secrets.length > 0 ? fileConfig(stack) : {};
  return secrets
    .filter(({ path, value }) => !stack.holdsSecrets(String(path[0])) || valueAt(file, path) === value)
    .map(({ path }) => ({
      path: formatPath(path),
      expected: "a config secret, which the stack's file holds encrypted",
      found: "plain text",
      fix: { kind: "set", path, isSecret: true },
    }));
}

/** Values of the stack's file, as they are stored, by key. Empty where the file cannot be read. */
function fileConfig({ name, folder }: RunningStack): Record<string, unknown> {
  try {
    const { config } = yamlMap(name, readFileSync(join(folder, `Pulumi.${name}.yaml`), "utf8"));
    const entries = Object.entries(Object(config)).map(([key, value]) => [key.replace(`${project}:`, ""), value]);
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}

function missingCharts(values: unknown, schema: z.ZodType, { folder }: RunningStack): Problem[] {
  return markedValues(values, schema, "chartFile").flatMap(({ path, value }) => {
    const place = typeof value === "string" && value !== "" ? resolve(folder, value) : undefined;
    return place === undefined || isChart(place)
      ? []
      : [
          {
            path: formatPath(path),
            expected: "a chart's folder, which has a Chart.yaml, or its .tgz file",
            found: `${existsSync(place) ? "a folder without Chart.yaml" : "nothing"} at ${place}`,
            fix: { kind: "set" as const, path },
          },
        ];
  });
}

function isChart(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isFile() || existsSync(join(place, "Chart.yaml"));
}

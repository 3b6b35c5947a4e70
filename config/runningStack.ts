/** What the values of a stack's config do not show: how they are stored, and what stands beside them. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { z } from "zod";
import { project } from "../lib/configCommands.ts";
import type { Problem } from "../lib/diagnostics/problem.ts";
import { formatPath } from "../lib/path.ts";
import { yamlMap } from "../lib/pulumiYaml.ts";
import type { PathSegment } from "../lib/schema.ts";
import { markedValues } from "./marked.ts";

export interface RunningStack {
  name: string;

  /** Folder that the program runs in: the project's, where the stack's file is unless a flag names another. */
  folder: string;

  /** Whether some value below a key is encrypted: the engine does not tell which. */
  holdsSecrets(key: string): boolean;
}

/** What is wrong with values for where they are from, whatever they say. */
export function originProblems(values: unknown, schema: z.ZodType, stack: RunningStack): Problem[] {
  return [...plainSecrets(values, schema, stack), ...missingCharts(values, schema, stack)];
}

/**
 * Secrets in plain text. The engine says of a key whether it holds a secret; of single values only the stack's file
 * tells, which is trusted where it has the same text at the same place: with `--config-file` it may be another's.
 */
function plainSecrets(values: unknown, schema: z.ZodType, stack: RunningStack): Problem[] {
  const secrets = markedValues(values, schema, "secret");
  const file = secrets.length > 0 ? fileConfig(stack) : {};
  return secrets
    .filter(({ path, value }) => !stack.holdsSecrets(String(path[0])) || isPlainIn(file, path, value))
    .map(({ path }) => ({
      path: formatPath(path),
      expected: "a config secret, which the stack's file holds encrypted",
      found: "plain text",
      fix: { kind: "set", path, isSecret: true },
    }));
}

/** Values of the stack's file, as they are stored, by key. What cannot be read tells nothing. */
function fileConfig({ name, folder }: RunningStack): Record<string, unknown> {
  try {
    const { config } = yamlMap(name, readFileSync(join(folder, `Pulumi.${name}.yaml`), "utf8"));
    const entries = Object.entries(Object(config)).map(([key, value]) => [key.replace(`${project}:`, ""), value]);
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}

function isPlainIn(file: unknown, path: readonly PathSegment[], value: unknown): boolean {
  const stored = path.reduce<unknown>((inner, segment) => Object(inner)[segment], file);
  return stored === value;
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
            found: `${existsSync(place) ? "something else" : "nothing"} at ${place}`,
            fix: { kind: "set" as const, path },
          },
        ];
  });
}

function isChart(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isFile() || existsSync(join(place, "Chart.yaml"));
}

/** Writes the values of flags into a stack's file, each at its path and with its type. */
import { type Document, parse } from "yaml";
import type { z } from "zod";
import { type MarkedValue, markedValues } from "../../config/marked.ts";
import { ConfigCommands, project } from "../../lib/configCommands.ts";
import type { Problem } from "../../lib/diagnostics/problem.ts";
import { formatPath } from "../../lib/path.ts";
import { schemasAt } from "../../lib/schema.ts";
import { mask } from "../../lib/secrets/mask.ts";

/** A value for a key of the config, as text. */
export interface Setting {
  /** Dotted path below the project. */
  path: string;
  text: string;
  /** The flag of the value, unless it is `--set`. */
  flag?: string;
}

/** Writes the settings into a stack's file, in order, and returns the problems with them. */
export function applySettings(file: Document, settings: readonly Setting[], schema: z.ZodType): Problem[] {
  const wrong = settings.filter((setting) => !apply(file, setting, schema));
  return [...wrong.map(notAKey), ...markedValues(valuesOf(file), schema, "secret").map(notAFlag)];
}

/** Values in a stack's file by their keys below the project. */
export function valuesOf(file: Document): Record<string, unknown> {
  const { config } = file.toJS() as { config?: Record<string, unknown> | null };
  return Object.fromEntries(
    Object.entries(config ?? {}).map(([key, value]) => [key.replace(`${project}:`, ""), value]),
  );
}

/** A command that asks for the value, which so stays out of the shell's history and the process list. */
function secretCommand(path: string): string {
  return new ConfigCommands().setSecret(path.split("."));
}

function apply(file: Document, { path, text }: Setting, schema: z.ZodType): boolean {
  const segments = path.split(".");
  const [key, ...below] = segments;
  if (segments.includes("")) {
    return false;
  }
  try {
    const value = typed(text, schemasAt(schema, segments, valuesOf(file)));
    file.setIn(["config", `${project}:${key}`, ...below], file.createNode(value));
    return true;
  } catch {
    return false; // Its parent is not an object.
  }
}

/** The value that YAML reads, or the text itself where the schema expects one: an account id is not a number. */
function typed(text: string, schemas: z.core.$ZodType[]): unknown {
  const value = parsed(text);
  const issues = (each: unknown) => schemas.map((schema) => (schema as z.ZodType).safeParse(each).error?.issues ?? []);
  const isTaken = issues(value).some((found) => found.length === 0);
  const wantsText = issues(text).some((found) => !found.some(({ code }) => code === "invalid_type"));
  return !isTaken && wantsText ? text : value;
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return text;
  }
}

function notAFlag({ path: segments }: MarkedValue): Problem {
  const path = formatPath(segments);
  const expected = "no secret in a flag, which stays in the shell's history and which others on the machine can read";
  return { path, expected, found: mask, fix: `leave the flag out, and run afterwards: ${secretCommand(path)}` };
}

function notAKey({ path }: Setting): Problem {
  return {
    path: path || '""',
    expected: "a dotted path of keys, none of them below a plain value",
    found: JSON.stringify(path),
    fix: "--set mlflow.replicas=2, for example",
  };
}

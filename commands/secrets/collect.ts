/** Collects the secrets of a stack: generated, typed, or read from lines. All are checked before any is stored. */
import type { z } from "zod";
import { stackConfig } from "../../config/index.ts";
import { ConfigCommands } from "../../lib/configCommands.ts";
import { ConfigError } from "../../lib/diagnostics/configError.ts";
import { expectationOf } from "../../lib/diagnostics/expectation.ts";
import type { Problem } from "../../lib/diagnostics/problem.ts";
import { schemasAt } from "../../lib/schema.ts";
import { mask } from "../../lib/secrets/mask.ts";
import { canBeMade, newSecret } from "./ownSecrets.ts";

export interface Secret {
  /** Dotted path below the project. */
  path: string;
  value: string;
  isMade: boolean;
}

interface Wanted {
  stack: string;
  paths: readonly string[];
  values: Record<string, unknown>;
}

/** The expectation that a value does not meet; undefined if it is valid. Never contains the value. */
export function unmet(path: string, value: string, values: Record<string, unknown>): string | undefined {
  const results = schemasAt(stackConfig, path.split("."), values).map((schema) =>
    (schema as z.ZodType).safeParse(value, { error: expectationOf }),
  );
  const isTaken = results.some(({ success }) => success) && !/[\r\n]/.test(value);
  return isTaken ? undefined : (results.flatMap(({ error }) => error?.issues ?? [])[0]?.message ?? "one line");
}

/** Generates the secrets that may have any value. */
export function makeSecrets({ paths, values }: Wanted): Secret[] {
  return paths.filter((path) => canBeMade(path, values)).map((path) => ({ path, value: newSecret(), isMade: true }));
}

/** Asks for one secret after the other, and again after an invalid value. An empty answer generates one if possible. */
export async function askForSecrets(
  { paths, values }: Wanted,
  ask: (question: string) => Promise<string>,
  say: (line: string) => void,
): Promise<Secret[]> {
  const secrets: Secret[] = [];
  for (const path of paths) {
    const isOwn = canBeMade(path, values);
    const question = `${path}${isOwn ? " (press Enter to generate it)" : ""}: `;
    let value = await ask(question);
    let problem = unmet(path, value, values);
    while (problem !== undefined && !(value === "" && isOwn)) {
      say(`Expected ${problem}.`);
      value = await ask(question);
      problem = unmet(path, value, values);
    }
    secrets.push(value === "" ? { path, value: newSecret(), isMade: true } : { path, value, isMade: false });
  }
  return secrets;
}

/**
 * Reads `path=value` lines. Empty lines and lines that begin with `#` are ignored.
 *
 * @throws ConfigError with every invalid line and every missing secret; it contains no value
 */
export function secretsInLines({ stack, paths, values }: Wanted, text: string): Secret[] {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line, number: index + 1 }));
  const given = lines.filter(({ line }) => line.trim() !== "" && !line.startsWith("#"));
  const secrets = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { line, number } of given) {
    const [, path = "", value = ""] = /^([^=]*)=(.*)$/.exec(line) ?? [];
    if (paths.includes(path) && !secrets.has(path)) {
      secrets.set(path, value);
    } else {
      const expected = `<path>=<value> with one of ${paths.filter((each) => !secrets.has(each)).join(", ")}`;
      const fix = "correct the line, or leave it out";
      problems.push({ path: `line ${number} of standard input`, expected, found: "something else", fix });
    }
  }
  for (const path of paths) {
    const value = secrets.get(path);
    const problem = value === undefined ? "a value for it on standard input" : unmet(path, value, values);
    if (problem !== undefined) {
      const found = value === undefined ? "nothing" : mask;
      problems.push({ path, expected: problem, found, fix: command(path, stack, values) });
    }
  }
  if (problems.length > 0) {
    throw new ConfigError(problems);
  }
  return [...secrets].map(([path, value]) => ({ path, value, isMade: false }));
}

function command(path: string, stack: string, values: Record<string, unknown>): string {
  return canBeMade(path, values)
    ? `npx mlops-platform secrets ${stack} --generate`
    : new ConfigCommands(stack).setSecret(path.split("."));
}

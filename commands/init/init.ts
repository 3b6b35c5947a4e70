/** Writes the config of a new stack. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Document, parse } from "yaml";
import { parseStackConfig, type StackConfig, stackConfig } from "../../config/index.ts";
import { project } from "../../lib/configCommands.ts";
import { ConfigError } from "../../lib/diagnostics/configError.ts";
import type { Problem } from "../../lib/diagnostics/problem.ts";
import { formatPath } from "../../lib/path.ts";
import { yamlMap } from "../../lib/pulumiYaml.ts";
import { UserError } from "../../lib/userError.ts";
import { explain } from "./explain.ts";
import { applySettings, type Setting, valuesOf } from "./settings.ts";
import { type Choice, template } from "./templates.ts";

export interface InitRequest extends Choice {
  /** Folder with `Pulumi.yaml`. */
  folder: string;
  settings: readonly Setting[];
  /** Flags by the path that they set, each with an example of its value, for messages. */
  flags: Readonly<Record<string, { flag: string; example: string }>>;
  /** Whether to replace the config of an existing file. */
  force: boolean;
  /** Comment at the top of the file: the command that wrote it. */
  heading: string;
}

export interface NewStack {
  /** Path of the file. */
  file: string;
  /** Its config, with placeholders for the secrets. */
  config: StackConfig;
  /** Dotted paths of config secrets that are still to be set. */
  secrets: string[];
  /** Whether the replaced file had keys besides `config`, which Pulumi writes when it creates a stack. */
  isStackThere: boolean;
}

interface Checked {
  missing: string[];
  problems: readonly Problem[];
  /** Undefined where there are problems. */
  config: StackConfig | undefined;
}

type Values = Record<string, unknown>;

/** Long enough for the length checks of passwords and keys. */
const placeholder = "a-secret-that-is-set-later";

/** Examples of values for required keys without a flag, in the form of `--set`. */
const examples: Readonly<Record<string, string>> = {
  "mlops.chart": "{kind: repository, repository: https://charts.example.com, name: mlops, version: 1.1.3}",
  "mlops.serviceAccounts.storage": "mlops-storage",
};

/** @throws ConfigError with every problem, or UserError for a file that must not be written. Nothing is written then. */
export function init({ folder, settings, flags, force, heading, ...choice }: InitRequest): NewStack {
  const name = `Pulumi.${choice.stack}.yaml`;
  const earlier = readEarlier(folder, name, force);
  const draft = stackFile(template(choice));
  const wrong = applySettings(draft, settings, stackConfig);
  const values = valuesOf(draft);
  const { missing, problems, config } = check(values, flags);
  if (wrong.length + problems.length > 0 || config === undefined) {
    throw new ConfigError([...wrong, ...problems.map((problem) => withFlag(problem, flags, settings))]);
  }
  const file = stackFile(values);
  file.commentBefore = heading;
  explain(file, stackConfig);
  // The salt or key of the stack's encryption belongs to the stack, not to its config.
  for (const [key, value] of Object.entries(earlier)) {
    file.set(key, value);
  }
  writeFileSync(join(folder, name), file.toString({ lineWidth: 0 }));
  return { file: name, config, secrets: missing, isStackThere: Object.keys(earlier).length > 0 };
}

/** A document with these values, in the order of the schema. */
function stackFile(values: Record<string, unknown>): Document {
  const keys = Object.keys(stackConfig.shape).filter((key) => key in values);
  return new Document({ config: Object.fromEntries(keys.map((key) => [`${project}:${key}`, values[key]])) });
}

/** Keys besides `config` of the existing file. */
function readEarlier(folder: string, name: string, force: boolean): Record<string, unknown> {
  if (!existsSync(join(folder, "Pulumi.yaml"))) {
    throw new UserError(`${folder} has no Pulumi.yaml. Fix: run the command in the project's folder`);
  }
  if (!existsSync(join(folder, name))) {
    return {};
  }
  if (!force) {
    throw new UserError(`${name} exists already. Fix: choose another name, or replace its config with --force`);
  }
  const { config: _, ...others } = yamlMap(name, readFileSync(join(folder, name), "utf8"));
  return others;
}

/**
 * The problems of the values, and the config secrets that are not set yet. Cross-field checks only run on a complete
 * config, so examples take the place of the keys that are missing.
 */
function check(values: Values, flags: InitRequest["flags"]): Checked {
  const [missing, problems] = partition(parsed(values).problems, isMissingSecret);
  const whole = new Document(values);
  for (const { path } of missing) {
    whole.setIn(path.split("."), placeholder);
  }
  for (const { path, code } of problems) {
    const example = flags[path]?.example ?? parse(examples[path] ?? "");
    if (code === "missing" && example !== null) {
      whole.setIn(path.split("."), example);
    }
  }
  const known = new Set(problems.map(({ path }) => path));
  const { config, problems: more } = parsed(whole.toJS());
  const others = more.filter(({ path }) => !known.has(path));
  return { missing: missing.map(({ path }) => path), problems: [...problems, ...others], config };
}

function partition<Item>(items: readonly Item[], test: (item: Item) => boolean): [yes: Item[], no: Item[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

function parsed(values: Values): { config: StackConfig | undefined; problems: readonly Problem[] } {
  try {
    return { config: parseStackConfig(values), problems: [] };
  } catch (error) {
    if (error instanceof ConfigError) {
      return { config: undefined, problems: error.problems };
    }
    throw error;
  }
}

function isMissingSecret({ code, fix }: Problem): boolean {
  return code === "missing" && typeof fix !== "string" && fix.isSecret === true;
}

/** The stack does not exist yet, so the fix is a flag and not a config command. */
function withFlag(problem: Problem, flags: InitRequest["flags"], settings: readonly Setting[]): Problem {
  return { ...problem, fix: flagFor(problem, flags, settings) };
}

function flagFor({ path, code, fix }: Problem, flags: InitRequest["flags"], settings: readonly Setting[]): string {
  if (typeof fix === "string") {
    return fix;
  }
  const below = settings.filter((setting) => `${setting.path}.`.startsWith(`${path}.`));
  const given = below.map((setting) => setting.flag ?? `--set ${setting.path}`).join(", ");
  if (code === "unknownKey") {
    return `leave out ${given || `--set ${path}`}`;
  }
  if (fix.kind !== "set") {
    return `leave out the unwanted ones of ${given}`;
  }
  const example = examples[path];
  if (example !== undefined && code === "missing") {
    return `--set '${path}=${example}', for example`;
  }
  const key = formatPath(fix.path);
  const known = flags[key];
  return known ? `${known.flag} ${known.example}, for example` : `--set '${key}=${fix.value ?? "<value>"}'`;
}

/** Reads the config of a stack from its files, as the CLI passes it to the program, without decrypting anything. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { configValue } from "../lib/configValue.ts";
import { kindOf } from "../lib/diagnostics/expectation.ts";
import { isMap } from "../lib/json.ts";
import { yamlMap } from "../lib/pulumiYaml.ts";
import { UserError } from "../lib/userError.ts";

export interface StackFiles {
  project: string;
  /** Raw values by full key, objects as JSON. */
  config: Record<string, string>;
  /** Keys whose values hold a secret. */
  secretKeys: string[];
}

/** A project or stack file that is missing or does not have the expected form. */
class StackFileError extends UserError {
  override name = "StackFileError";
}

/** Stands for every encrypted value; long enough for the length checks of passwords and keys. */
export const secretPlaceholder = "secret-placeholder-never-decrypted";

/**
 * Reads `Pulumi.yaml` and `Pulumi.<stack>.yaml` in a folder.
 *
 * @throws StackFileError naming the file, and YamlFileError where YAML is at fault, which names the line too.
 */
export function readStackFiles(folder: string, stack: string): StackFiles {
  const project = readYaml(
    join(folder, "Pulumi.yaml"),
    `Pulumi.yaml is read from ${folder}: run the command in the project's folder.`,
  );
  const name = project.name;
  if (typeof name !== "string") {
    throw new StackFileError("Pulumi.yaml: expected the project's name at name, found nothing.");
  }
  const stackFile = `Pulumi.${stack}.yaml`;
  const values = readYaml(join(folder, stackFile), missingStack(folder, stack)).config ?? {};
  if (!isMap(values)) {
    throw new StackFileError(`${stackFile}: expected an object of keys at config, found ${kindOf(values)}.`);
  }

  const config: Record<string, string> = defaults(name, project.config);
  const secretKeys: string[] = [];
  for (const [key, value] of Object.entries(values)) {
    const fullKey = key.includes(":") ? key : `${name}:${key}`;
    if (isEncrypted(value) && isDeclaredObject(project.config, fullKey, name)) {
      throw new StackFileError(
        `${stackFile}: ${fullKey} is encrypted as a whole, and nothing is decrypted here. Encrypt its secrets one by one: pulumi config set --secret --path '${fullKey}.<key>' --stack ${stack}`,
      );
    }
    const { plain, hasSecret } = withPlaceholders(value);
    config[fullKey] = text(plain);
    if (hasSecret) {
      secretKeys.push(fullKey);
    }
  }
  return { project: name, config, secretKeys };
}

/** The values by their keys below the project, as the program reads them. */
export function valuesOf({ project, config }: Pick<StackFiles, "project" | "config">): Record<string, unknown> {
  const own = Object.entries(config).filter(([key]) => key.startsWith(`${project}:`));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(project.length + 1), configValue(value)]));
}

function missingStack(folder: string, stack: string): string {
  const there = readdirSync(folder).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  const [example] = there;
  const fix =
    example === undefined
      ? ""
      : ` Name one of ${there.join(", ")}, or copy one: cp Pulumi.${example}.yaml Pulumi.${stack}.yaml`;
  return `There is no stack "${stack}" here.${fix}`;
}

/** Whether Pulumi.yaml declares the key as an object. */
function isDeclaredObject(declared: unknown, fullKey: string, project: string): boolean {
  const declaration = isMap(declared) ? declared[fullKey.replace(`${project}:`, "")] : undefined;
  return isMap(declaration) && declaration.type === "object";
}

function isEncrypted(value: unknown): boolean {
  return isMap(value) && typeof value.secure === "string" && Object.keys(value).length === 1;
}

function readYaml(path: string, whenMissing: string): Record<string, unknown> {
  let source: string;
  try {
    source = readFileSync(path, "utf8");
  } catch {
    throw new StackFileError(`${path} cannot be read. ${whenMissing}`);
  }
  return yamlMap(path, source);
}

/** Defaults that Pulumi.yaml declares: `key: {default: …}`, `key: {value: …}`, or `key: value`. */
function defaults(project: string, declared: unknown): Record<string, string> {
  const entries = isMap(declared) ? Object.entries(declared) : [];
  return Object.fromEntries(
    entries.flatMap(([key, declaration]) => {
      const value = isMap(declaration) ? (declaration.value ?? declaration.default) : declaration;
      return value === undefined ? [] : [[key.includes(":") ? key : `${project}:${key}`, text(value)]];
    }),
  );
}

function withPlaceholders(value: unknown): { plain: unknown; hasSecret: boolean } {
  if (Array.isArray(value)) {
    const items = value.map(withPlaceholders);
    return { plain: items.map(({ plain }) => plain), hasSecret: items.some(({ hasSecret }) => hasSecret) };
  }
  if (!isMap(value)) {
    return { plain: value, hasSecret: false };
  }
  if (isEncrypted(value)) {
    return { plain: secretPlaceholder, hasSecret: true };
  }
  const entries = Object.entries(value).map(([key, member]) => [key, withPlaceholders(member)] as const);
  return {
    plain: Object.fromEntries(entries.map(([key, { plain }]) => [key, plain])),
    hasSecret: entries.some(([, { hasSecret }]) => hasSecret),
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Required keys of a Secret, and where the command that creates it takes their values from. */
import { quoted } from "../lib/shell.ts";

export type SecretKey =
  /** Exactly this value. */
  | { kind: "fixed"; value: string }
  /** Any text. The command uses this value. */
  | { kind: "suggested"; value: string }
  /** Any text of at least `atLeast` characters (default 1). The command generates a random one. */
  | { kind: "random"; atLeast?: number }
  /** A value from the user. The command reads it from a shell variable named like the key. */
  | { kind: "asked" }
  /** Content of a file, whose default name is the key. */
  | { kind: "file"; file?: string };

export type SecretKeys = Record<string, SecretKey>;

/** Command that creates a Secret. Values are random or come from variables and files, never from the command's text. */
export function secretCommand(
  kubectl: string,
  { namespace, name, type }: { namespace: string; name: string; type?: string | undefined },
  keys: SecretKeys,
): string {
  const flags = [...(type === undefined ? [] : [`--type=${type}`]), ...Object.entries(keys).map(argument)];
  return `${kubectl} --namespace ${namespace} create secret generic ${name} ${flags.join(" ")}`;
}

/** Command that sets keys of an existing Secret and leaves the others. */
export function patchCommand(
  kubectl: string,
  secret: { namespace: string; name: string; type?: string | undefined },
  keys: SecretKeys,
): string {
  const { namespace, name } = secret;
  const made = `${secretCommand(kubectl, secret, keys)} --dry-run=client --output json`;
  return `${made} | ${kubectl} --namespace ${namespace} patch secret ${name} --type merge --patch-file /dev/stdin`;
}

/** Command that replaces a Secret with one of another type, since a type can't be changed. */
export function retypeCommand(kubectl: string, namespace: string, name: string, type: string): string {
  const one = `${kubectl} --namespace ${namespace}`;
  return `${one} get secret ${name} --output yaml | sed 's|^type: .*|type: ${type}|' | ${one} replace --force --filename -`;
}

/** Problems of a Secret's content, by key. `data` is base64, as the API server returns it. */
export function wrongKeys(keys: SecretKeys, data: Record<string, string>): Record<string, string> {
  const wrong = Object.entries(keys).flatMap(([key, wanted]) => {
    const problem = problemOf(key, wanted, data[key]);
    return problem === undefined ? [] : [[key, problem] as const];
  });
  return Object.fromEntries(wrong);
}

/** The problem of one key. It tells nothing about the value but its length. */
function problemOf(key: string, wanted: SecretKey, encoded: string | undefined): string | undefined {
  if (encoded === undefined) {
    return `no key ${key}`;
  }
  const value = Buffer.from(encoded, "base64").toString();
  if (value === "") {
    return `an empty value of the key ${key}`;
  }
  if (wanted.kind === "fixed" && value !== wanted.value) {
    return `a ${key} other than ${wanted.value}`;
  }
  const least = wanted.kind === "random" ? (wanted.atLeast ?? 1) : 1;
  return value.length < least ? `fewer than ${least} characters in the key ${key}` : undefined;
}

function argument([key, from]: [string, SecretKey]): string {
  switch (from.kind) {
    case "fixed":
    case "suggested":
      return `--from-literal=${quoted(`${key}=${from.value}`)}`;
    case "random":
      return `--from-literal=${key}="$(openssl rand -hex 24)"`;
    case "asked":
      // The shell fails and names the variable if it is missing.
      return `--from-literal=${key}="\${${key.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}:?}"`;
    case "file":
      return `--from-file=${from.file === undefined ? key : `${key}=${from.file}`}`;
  }
}

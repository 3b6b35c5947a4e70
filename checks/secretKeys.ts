/** Keys that a Secret has to have, and where the command that makes it takes their values from. */
import { quoted } from "../lib/shell.ts";

export type SecretKey =
  /** Exactly this. */
  | { kind: "fixed"; value: string }
  /** Any text; this one where the Secret is made. */
  | { kind: "suggested"; value: string }
  /** Any text of at least so many characters (default 1); a random one where the Secret is made. */
  | { kind: "random"; atLeast?: number }
  /** What the user alone knows: a shell variable named like the key. */
  | { kind: "asked" }
  /** Content of a file: one named like the key, or this one. */
  | { kind: "file"; file?: string };

export type SecretKeys = Record<string, SecretKey>;

/** Command that makes a Secret. Values are random, or come from variables and files: none gets into a shell's history. */
export function secretCommand(
  kubectl: string,
  { namespace, name, type }: { namespace: string; name: string; type?: string | undefined },
  keys: SecretKeys,
): string {
  const flags = [...(type === undefined ? [] : [`--type=${type}`]), ...Object.entries(keys).map(argument)];
  return `${kubectl} --namespace ${namespace} create secret generic ${name} ${flags.join(" ")}`;
}

/** Command that sets keys of a Secret which is there, and leaves the others as they are. */
export function patchCommand(
  kubectl: string,
  secret: { namespace: string; name: string; type?: string | undefined },
  keys: SecretKeys,
): string {
  const { namespace, name } = secret;
  const made = `${secretCommand(kubectl, secret, keys)} --dry-run=client --output json`;
  return `${made} | ${kubectl} --namespace ${namespace} patch secret ${name} --type merge --patch-file /dev/stdin`;
}

/** Command that gives a Secret another type, which only a new one can have. */
export function retypeCommand(kubectl: string, namespace: string, name: string, type: string): string {
  const one = `${kubectl} --namespace ${namespace}`;
  return `${one} get secret ${name} --output yaml | sed 's|^type: .*|type: ${type}|' | ${one} replace --force --filename -`;
}

/** What is wrong with the content of a Secret, by key. `data` is base64, as the API server has it. */
export function wrongKeys(keys: SecretKeys, data: Record<string, string>): Record<string, string> {
  const wrong = Object.entries(keys).flatMap(([key, wanted]) => {
    const problem = problemOf(key, wanted, data[key]);
    return problem === undefined ? [] : [[key, problem] as const];
  });
  return Object.fromEntries(wrong);
}

/** Says which key it is, and of its value no more than its length. */
function problemOf(key: string, wanted: SecretKey, encoded: string | undefined): string | undefined {
  if (encoded === undefined) {
    return `no key ${key}`;
  }
  const value = Buffer.from(encoded, "base64").toString();
  if (value === "") {
    return `nothing under the key ${key}`;
  }
  if (wanted.kind === "fixed" && value !== wanted.value) {
    return `another ${key} than ${wanted.value}`;
  }
  const least = wanted.kind === "random" ? (wanted.atLeast ?? 1) : 1;
  return value.length < least ? `less than ${least} characters under the key ${key}` : undefined;
}

function argument([key, from]: [string, SecretKey]): string {
  switch (from.kind) {
    case "fixed":
    case "suggested":
      return `--from-literal=${quoted(`${key}=${from.value}`)}`;
    case "random":
      return `--from-literal=${key}="$(openssl rand -hex 24)"`;
    case "asked":
      // The shell says which variable is missing instead of storing nothing.
      return `--from-literal=${key}="\${${key.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_")}:?}"`;
    case "file":
      return `--from-file=${from.file === undefined ? key : `${key}=${from.file}`}`;
  }
}

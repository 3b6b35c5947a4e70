/** Commands of the Pulumi CLI for a stack's config, ready to paste. */
import type { PathSegment } from "../lib/schema.ts";

/** Name of the project, which every key of the config begins with. */
export const project = "mlops-platform";

export class ConfigCommands {
  readonly #stack: string;

  /** @param stack name of the stack, where it is known; otherwise the commands are about the current one. */
  constructor(stack?: string) {
    this.#stack = stack === undefined ? "" : ` --stack ${stack}`;
  }

  /** @param path segments, or a path as `dotted` writes it */
  set(path: readonly PathSegment[] | string, value = "<value>"): string {
    return `pulumi config set --path ${key(path)} ${value}${this.#stack}`;
  }

  /** Without the value, which Pulumi then asks for: it has no place in a shell's history. */
  setSecret(path: readonly PathSegment[]): string {
    return `pulumi config set --secret --path ${key(path)}${this.#stack}`;
  }

  remove(path: readonly PathSegment[]): string {
    return `pulumi config rm --path ${key(path)}${this.#stack}`;
  }
}

/** A path as people and `pulumi config set --path` write it: `policies.exceptions[0].rule`, `values["a.b"]`. */
export function dotted(path: readonly PathSegment[]): string {
  return path.reduce<string>((text, segment) => {
    const name = String(segment);
    if (typeof segment === "number") {
      return `${text}[${name}]`;
    }
    const plain = /^[A-Za-z_][\w-]*$/.test(name);
    return plain ? (text === "" ? name : `${text}.${name}`) : `${text}["${name}"]`;
  }, "");
}

function key(path: readonly PathSegment[] | string): string {
  return `'${project}:${typeof path === "string" ? path : dotted(path)}'`;
}

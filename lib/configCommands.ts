/** Commands of the Pulumi CLI for a stack's config, ready to paste. */
import type { Change } from "./diagnostics/problem.ts";
import { formatPath, type Path } from "./path.ts";

/** Name of the project, which every key of the config begins with. */
export const project = "mlops-platform";

export class ConfigCommands {
  readonly #stack: string;

  /** @param stack name of the stack, where it is known; otherwise the commands are about the current one. */
  constructor(stack?: string) {
    this.#stack = stack === undefined ? "" : ` --stack ${stack}`;
  }

  /** @param path keys and indexes, or a path as `formatPath` writes it */
  set(path: Path | string, value = "<value>"): string {
    return `pulumi config set --path ${key(path)} ${value}${this.#stack}`;
  }

  /** Without the value, which Pulumi then asks for: it has no place in a shell's history. */
  setSecret(path: Path): string {
    return `pulumi config set --secret --path ${key(path)}${this.#stack}`;
  }

  remove(path: Path): string {
    return `pulumi config rm --path ${key(path)}${this.#stack}`;
  }

  /** The commands of a change, with a word between alternatives. */
  change(change: Change): string {
    const set = (path: Path, value?: string) => (change.isSecret ? this.setSecret(path) : this.set(path, value));
    switch (change.kind) {
      case "set":
        return set(change.path, change.value);
      case "rename":
        return `${this.remove(change.path)} && ${set(change.to, change.value)}`;
      case "remove": {
        const commands = change.paths.map((path) => this.remove(path)).join(", or ");
        return change.afterwards === undefined ? commands : `${commands}, ${change.afterwards}`;
      }
    }
  }
}

function key(path: Path | string): string {
  return `'${project}:${typeof path === "string" ? path : formatPath(path)}'`;
}

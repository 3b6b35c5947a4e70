/** Commands of the Pulumi CLI that change a stack's config, ready to paste. */
import type { Change } from "./diagnostics/problem.ts";
import { formatPath, type Path } from "./path.ts";

/** Name of the project, with which every key of the config begins. */
export const project = "mlops-platform";

export class ConfigCommands {
  readonly #stack: string;

  /** @param stack name of the stack; without it, the commands change the selected stack. */
  constructor(stack?: string) {
    this.#stack = stack === undefined ? "" : ` --stack ${stack}`;
  }

  /** @param path keys and indexes, or a path as `formatPath` writes it */
  set(path: Path | string, value = "<value>"): string {
    return `pulumi config set --path ${key(path)} ${value}${this.#stack}`;
  }

  /** The command has no value, so that Pulumi asks for it: a secret must not be in the shell's history. */
  setSecret(path: Path): string {
    return `pulumi config set --secret --path ${key(path)}${this.#stack}`;
  }

  remove(path: Path): string {
    return `pulumi config rm --path ${key(path)}${this.#stack}`;
  }

  /** The commands for a change, with "or" between alternatives. */
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

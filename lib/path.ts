/** Paths in a tree of values. */

/** Keys of maps (text) and indexes of lists (numbers), from the root. */
export type Path = readonly (string | number)[];

/** Reads the dotted form that declarations use, such as `storage.cloudPersistence.url`. Keys with dots need a list. */
export function pathOf(path: string | Path): Path {
  return typeof path === "string" ? path.split(".") : path;
}

/** The form of `pulumi config set --path`: `storage.extraEnv[2].value`, `annotations["a.b/c"]`. */
export function formatPath(path: Path): string {
  return path.map((segment, index) => formatSegment(segment, index === 0)).join("");
}

export function startsWith(path: Path, start: Path): boolean {
  return start.length <= path.length && start.every((segment, index) => segment === path[index]);
}

export function isSamePath(one: Path, other: Path): boolean {
  return one.length === other.length && startsWith(one, other);
}

function formatSegment(segment: string | number, isFirst: boolean): string {
  if (typeof segment === "number") {
    return `[${segment}]`;
  }
  if (!/^[\w-]+$/.test(segment)) {
    return `[${JSON.stringify(segment)}]`;
  }
  return isFirst ? segment : `.${segment}`;
}

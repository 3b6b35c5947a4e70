/** Values that the platform sets for the chart. Values of the user take precedence. */
import { isDeepStrictEqual } from "node:util";
import { Output, secret } from "@pulumi/pulumi";
import { isMap, type Json, type JsonMap, mapScalars, valueAt } from "../../lib/json.ts";
import type { Path } from "../../lib/path.ts";
import { isSecretAt } from "../../lib/schema.ts";
import { knownTo } from "../../lib/secrets/visibility.ts";
import type { Release } from "../../releases/engine/release.ts";

/** One value at its path in the chart's values. Outputs are strings. */
export interface Setting {
  path: Path;
  value: Json | Output<string>;
}

/** Values as a Helm release takes them. */
export type Tree = Json | Output<string | number> | Tree[] | { [key: string]: Tree };

export interface SplitSettings {
  /** Settings whose paths the user's values leave unset. */
  unset: Setting[];

  /** Paths at which the user's values differ, and take precedence. */
  overridden: Path[];
}

/** Separates settings that can be applied from those that the user's values override. */
export function splitSettings(values: JsonMap, settings: Setting[]): SplitSettings {
  const found = settings.map((setting) => ({ setting, existing: existingValue(values, setting.path) }));
  return {
    unset: found.filter(({ existing }) => existing === undefined).map(({ setting }) => setting),
    overridden: found.flatMap(({ setting, existing }) =>
      existing === undefined || isDeepStrictEqual(existing.value, setting.value) ? [] : [existing.path],
    ),
  };
}

/** The values with settings added; missing and null parents become maps. */
export function withSettings<Node extends Tree>(values: Node, settings: { path: Path; value: Tree }[]): Node {
  return settings.reduce<Tree>((tree, { path, value }) => withValueAt(tree, path, value), values) as Node;
}

/** The settings with an empty string for each output, so that a schema can check them. */
export function withPlaceholders(settings: Setting[]): { path: Path; value: Json }[] {
  return settings.map(({ path, value }) => ({ path, value: Output.isInstance(value) ? "" : value }));
}

/**
 * The values with secret values marked as Pulumi secrets: those that the release's schema marks, and with
 * `holdsSecrets` every string and number that the schema does not know.
 */
export function withSecrets(
  values: JsonMap,
  schema: Release["values"],
  holdsSecrets: boolean,
): { [key: string]: Tree } {
  const isKnown = knownTo(schema);
  const isPublic = (path: Path, value: string | number) =>
    holdsSecrets ? isKnown(path, value) : !isSecretAt(schema, path);
  const marked = (value: string | number | boolean | null, path: Path) =>
    typeof value === "boolean" || value === null || isPublic(path, value) ? value : secret(value);
  return mapScalars<Tree>(values, marked) as { [key: string]: Tree };
}

/** The value at the path, or at a parent that is not a map; undefined where there is none. */
function existingValue(values: JsonMap, path: Path): { path: Path; value: Json } | undefined {
  const depths = path.map((_, index) => path.slice(0, index + 1));
  for (const at of depths) {
    const value = valueAt(values, at);
    const isParent = at.length < path.length;
    if (value === undefined || (value === null && isParent)) {
      return undefined;
    }
    if (!isParent || !isMap(value)) {
      return { path: at, value };
    }
  }
  return undefined;
}

function withValueAt(tree: Tree | undefined, [segment, ...rest]: Path, value: Tree): Tree {
  if (segment === undefined) {
    return value;
  }
  const map = isTreeMap(tree) ? tree : {};
  return { ...map, [segment]: withValueAt(map[segment], rest, value) };
}

function isTreeMap(tree: Tree | undefined): tree is { [key: string]: Tree } {
  return typeof tree === "object" && tree !== null && !Array.isArray(tree) && !Output.isInstance(tree);
}

/** What the platform sets in the values, and how it gives way to what the user set there. */
import { isDeepStrictEqual } from "node:util";
import { Output, secret } from "@pulumi/pulumi";
import { isMap, type Json, type JsonMap, mapScalars, valueAt } from "../../lib/json.ts";
import type { Path } from "../../lib/path.ts";
import { isSecretAt } from "../../lib/schema.ts";
import { knownTo } from "../../lib/secrets/visibility.ts";
import type { Release } from "../../releases/engine/release.ts";

/** One value, put in as a whole. Outputs are texts. */
export interface Setting {
  path: Path;
  value: Json | Output<string>;
}

/** Values as a Helm release takes them. */
export type Tree = Json | Output<string | number> | Tree[] | { [key: string]: Tree };

export interface Settled {
  /** Settings that nothing stands in the way of. */
  free: Setting[];

  /** Where the values say something else, and hold. */
  contradicted: Path[];
}

/** Tells what the values leave open from what they set themselves. */
export function settle(values: JsonMap, settings: Setting[]): Settled {
  const found = settings.map((setting) => ({ setting, standing: standing(values, setting.path) }));
  return {
    free: found.filter(({ standing }) => standing === undefined).map(({ setting }) => setting),
    contradicted: found.flatMap(({ setting, standing }) =>
      standing === undefined || isDeepStrictEqual(standing.value, setting.value) ? [] : [standing.path],
    ),
  };
}

/** The values with settings put in; missing and null parents become maps. */
export function withSettings<Node extends Tree>(values: Node, settings: { path: Path; value: Tree }[]): Node {
  return settings.reduce<Tree>((tree, { path, value }) => placed(tree, path, value), values) as Node;
}

/** The settings as a schema can check them. */
export function plain(settings: Setting[]): { path: Path; value: Json }[] {
  return settings.map(({ path, value }) => ({ path, value: Output.isInstance(value) ? "" : value }));
}

/**
 * The values with their secrets as secrets: what the release's schema calls one, and where `holdsSecrets` is set also
 * every text and number that the schema does not know.
 */
export function sealed(values: JsonMap, schema: Release["values"], holdsSecrets: boolean): { [key: string]: Tree } {
  const isKnown = knownTo(schema);
  const isOpen = (path: Path, value: string | number) =>
    holdsSecrets ? isKnown(path, value) : !isSecretAt(schema, path);
  const sealedScalar = (value: string | number | boolean | null, path: Path) =>
    typeof value === "boolean" || value === null || isOpen(path, value) ? value : secret(value);
  return mapScalars<Tree>(values, sealedScalar) as { [key: string]: Tree };
}

/** What is at the path, or at a parent that is no map; undefined where nothing is. */
function standing(values: JsonMap, path: Path): { path: Path; value: Json } | undefined {
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

function placed(tree: Tree | undefined, [segment, ...rest]: Path, value: Tree): Tree {
  if (segment === undefined) {
    return value;
  }
  const map = isTreeMap(tree) ? tree : {};
  return { ...map, [segment]: placed(map[segment], rest, value) };
}

function isTreeMap(tree: Tree | undefined): tree is { [key: string]: Tree } {
  return typeof tree === "object" && tree !== null && !Array.isArray(tree) && !Output.isInstance(tree);
}

/** The context that rules and edits see, and the places that they apply to. */

import { childOf, childrenOf, type Json, type JsonMap } from "../../lib/json.ts";
import { type Path, pathOf } from "../../lib/path.ts";
import type { Deployment } from "./inventory.ts";
import type { RequestedVersion } from "./versions.ts";

export interface Context<Answers = object> {
  /** Values at the release before. */
  values: JsonMap;
  /** Undefined without an inventory; an empty list means that nothing runs. */
  deployments: Deployment[] | undefined;
  answers: Answers;
  from: RequestedVersion;
  to: RequestedVersion;
}

/** One place where a rule applies: a key of the values, a deployment, or neither. */
export interface Site {
  path?: Path;
  deployment?: Deployment;
}

/** The target of an edit, looked up in the values when the edit is applied. */
export type Place =
  | { kind: "key"; path: Path }
  | { kind: "env"; name: string; below: Path }
  | { kind: "keyBelow"; key: string; below: RegExp };

/** A key, such as `storage.persistence`. */
export function key(path: string | Path): Place {
  return { kind: "key", path: pathOf(path) };
}

/** An environment variable anywhere below a component: a `{name, value}` item of a list, or a key of a map `env`. */
export function env(name: string, { below }: { below?: string } = {}): Place {
  return { kind: "env", name, below: below === undefined ? [] : pathOf(below) };
}

/** A key anywhere below keys whose name matches. */
export function keyBelow(name: string, below: RegExp): Place {
  return { kind: "keyBelow", key: name, below };
}

/** Paths of a place, the last ones first, so that removing a list item leaves the remaining paths valid. */
export function pathsOf(place: Place, tree: Json): Path[] {
  switch (place.kind) {
    case "key":
      return lookUp(tree, place.path) === undefined ? [] : [place.path];
    case "env": {
      const component = lookUp(tree, place.below);
      return component === undefined ? [] : environmentPaths(component, place.name, place.below).toReversed();
    }
    case "keyBelow":
      return keyPaths(tree, place, [], false).toReversed();
  }
}

/** Value of the variable at one of `pathsOf`; undefined if it comes from elsewhere (`valueFrom`). */
export function environmentValue(tree: Json, path: Path): Json | undefined {
  return typeof path.at(-1) === "number" ? lookUp(tree, [...path, "value"]) : lookUp(tree, path);
}

function lookUp(tree: Json, path: Path): Json | undefined {
  return path.reduce<Json | undefined>(childOf, tree);
}

function environmentPaths(tree: Json, name: string, path: Path): Path[] {
  if (Array.isArray(tree)) {
    return tree.flatMap((item, index) =>
      childOf(item, "name") === name ? [[...path, index]] : environmentPaths(item, name, [...path, index]),
    );
  }
  return childrenOf(tree).flatMap(([segment, child]) =>
    segment === name && path.at(-1) === "env"
      ? [[...path, segment]]
      : environmentPaths(child, name, [...path, segment]),
  );
}

function keyPaths(tree: Json, place: { key: string; below: RegExp }, path: Path, isBelow: boolean): Path[] {
  return childrenOf(tree).flatMap(([segment, child]) => [
    ...(isBelow && segment === place.key ? [[...path, segment]] : []),
    ...keyPaths(child, place, [...path, segment], isBelow || place.below.test(String(segment))),
  ]);
}

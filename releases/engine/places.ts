/** What the declarations of a release may look at. */

import { childOf, childrenOf, type Json, type JsonMap } from "../../lib/json.ts";
import { type Path, pathOf } from "../../lib/path.ts";
import type { Deployment } from "./inventory.ts";
import type { RequestedVersion } from "./versions.ts";

export interface Context<Answers = object> {
  /** Values as they were written for the release before. */
  values: JsonMap;
  /** Absent without an inventory, which is not the same as nothing running. */
  deployments: Deployment[] | undefined;
  answers: Answers;
  from: RequestedVersion;
  to: RequestedVersion;
}

/** A place that a rule is about: a key of the values, a deployment, or neither. */
export interface Site {
  path?: Path;
  deployment?: Deployment;
}

/** Where an edit applies. Looked up in the values as they are when its turn comes. */
export type Place =
  | { kind: "key"; path: Path }
  | { kind: "env"; name: string; below: Path }
  | { kind: "keyBelow"; key: string; below: RegExp };

/** A key, such as `storage.persistence`. */
export function key(path: string | Path): Place {
  return { kind: "key", path: pathOf(path) };
}

/** An environment variable anywhere below a component: a `{name, value}` item of any list, or a key of a map named env. */
export function env(name: string, { below }: { below?: string } = {}): Place {
  return { kind: "env", name, below: below === undefined ? [] : pathOf(below) };
}

/** A key anywhere below keys whose name matches. */
export function keyBelow(name: string, below: RegExp): Place {
  return { kind: "keyBelow", key: name, below };
}

/** Paths of a place, the last ones first, so that taking out a list item leaves the other paths right. */
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

/** What the variable at one of `pathsOf` is set to; undefined where it comes from elsewhere (`valueFrom`). */
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

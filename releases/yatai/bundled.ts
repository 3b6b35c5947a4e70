/** Parts that 0.4.6 installs in the cluster itself unless its values name external ones. */

import { type JsonMap, valueAt } from "../../lib/json.ts";
import type { Context } from "../engine/places.ts";

/** Helm releases as of 1.0. Each has its values below a key of that name. */
export const helmReleases = ["yatai", "yatai-deployment", "yatai-image-builder"];

/** Whether the values are already written for 1.0 or later. */
export function isSplit(values: JsonMap): boolean {
  return helmReleases.some((name) => Object.hasOwn(values, name));
}

/** `postgresql.enabled` is true by default. */
export function bringsDatabase({ values }: Pick<Context, "values">): boolean {
  return valueAt(values, ["postgresql", "enabled"]) !== false && isBundled(values, "postgresql", "enabled");
}

export function hasExternalDatabase({ values }: Pick<Context, "values">): boolean {
  return valueAt(values, ["postgresql", "enabled"]) === false;
}

/** `externalS3.enabled` is false by default. */
export function bringsObjectStore({ values }: Pick<Context, "values">): boolean {
  return !hasExternalObjectStore({ values }) && isBundled(values, "externalS3", "enabled");
}

export function hasExternalObjectStore({ values }: Pick<Context, "values">): boolean {
  return valueAt(values, ["externalS3", "enabled"]) === true;
}

/** `externalDockerRegistry.enabled` is false by default. */
export function bringsRegistry({ values }: Pick<Context, "values">): boolean {
  return !hasExternalRegistry({ values }) && isBundled(values, "externalDockerRegistry", "enabled");
}

export function hasExternalRegistry({ values }: Pick<Context, "values">): boolean {
  return valueAt(values, ["externalDockerRegistry", "enabled"]) === true;
}

/** An unset switch has its default in values of 0.4.6, and means nothing in later ones. */
function isBundled(values: JsonMap, ...path: string[]): boolean {
  return typeof valueAt(values, path) === "boolean" || !isSplit(values);
}

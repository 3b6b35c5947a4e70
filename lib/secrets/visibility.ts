/**
 * Keeps secrets out of plans, diffs and reports. Only values that a release's schema describes are shown: any other text
 * could be a password, even under a harmless key.
 */
import type { z } from "zod";
import { type Json, mapScalars } from "../json.ts";
import type { Path } from "../path.ts";
import { hasMark, schemasAt } from "../schema.ts";
import { mask } from "./mask.ts";

/** Whether the text or number at a path may be shown. */
export type Visibility = (path: Path, value: string | number) => boolean;

/** Whether a leaf is shown: booleans and null always are, and of other types only texts and numbers that are visible. */
export function isShown(leaf: unknown, path: Path, isVisible: Visibility): boolean {
  const isText = typeof leaf === "string" || typeof leaf === "number";
  return isText ? isVisible(path, leaf) : typeof leaf === "boolean" || leaf === null;
}

/** The value with every leaf masked that is not shown. Empty maps and lists are always shown. */
export function masked(value: Json, path: Path, isVisible: Visibility): Json {
  return mapScalars(value, (leaf, at) => (isShown(leaf, at, isVisible) ? leaf : mask), path);
}

/** Shows values that at least one schema describes and none marks as secret, except for URLs with credentials. */
export function knownTo(...schemas: z.ZodType[]): Visibility {
  return (path, value) => {
    const found = schemas.flatMap((schema) => schemasAt(schema, path));
    const isKnown = found.some((schema) => scalars.has(schema._zod.def.type));
    return isKnown && !found.some((schema) => hasMark(schema, "secret")) && !hasCredentials(value);
  };
}

/** Schema types that describe a leaf; `unknown` and `any` do not. */
const scalars = new Set<string>(["string", "number", "boolean", "enum", "literal"]);

const publicParameters = new Set(["region", "prefix", "endpoint", "hostname_immutable"]);

/** Whether a URL has a user, a password, or parameters that are not known to be public. */
function hasCredentials(value: string | number): boolean {
  if (typeof value === "number" || !value.includes("://")) {
    return false;
  }
  const url = URL.parse(value);
  return (
    url === null ||
    url.username !== "" ||
    url.password !== "" ||
    [...url.searchParams.keys()].some((name) => !publicParameters.has(name))
  );
}

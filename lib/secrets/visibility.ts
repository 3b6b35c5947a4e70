/**
 * Keeps secrets out of plans, diffs and reports. Only what a release knows by its schema is shown; any other text could
 * be a password, whatever its key is called.
 */
import type { z } from "zod";
import { type Json, mapScalars } from "../json.ts";
import type { Path } from "../path.ts";
import { schemasAt } from "../schema.ts";
import { mask } from "./mask.ts";

/** Whether the text or number at a path may be shown. */
export type Visibility = (path: Path, value: string | number) => boolean;

/** The value with every leaf masked that may not be shown. True, false, null, and empty maps and lists say nothing. */
export function masked(value: Json, path: Path, isVisible: Visibility): Json {
  const shown = (leaf: string | number | boolean | null, at: Path) =>
    typeof leaf === "boolean" || leaf === null || isVisible(at, leaf) ? leaf : mask;
  return mapScalars(value, shown, path);
}

/** Shows what at least one schema knows and none calls a secret, unless it is a URL with a password in it. */
export function knownTo(...schemas: z.ZodType[]): Visibility {
  return (path, value) => {
    const found = schemas.flatMap((schema) => schemasAt(schema, path)) as z.ZodType[];
    const isKnown = found.some((schema) => scalars.has(schema.def.type));
    return isKnown && !found.some((schema) => schema.meta()?.secret === true) && !hasCredentials(value);
  };
}

/** Leaf values of these are described by the schema itself; `unknown` and `any` say nothing about them. */
const scalars = new Set<string>(["string", "number", "boolean", "enum", "literal"]);

const publicParameters = new Set(["region", "prefix", "endpoint", "hostname_immutable"]);

/** User and password before the host, or parameters that are not known to be public. */
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

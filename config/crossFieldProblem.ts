import type { CustomParams } from "../lib/diagnostics/check.ts";
import type { Path } from "../lib/path.ts";

/** A problem that a cross-field check finds, in the form of a custom issue of the config's schema. */
export interface CrossFieldProblem {
  path: Path;
  /** The expectation, as the end of "expected …". */
  message: string;
  params: CustomParams & { found: string };
}

/** @param path dotted, of keys that have no dots */
export function crossFieldProblem(path: string, message: string, found: string): CrossFieldProblem {
  return { path: path.split("."), message, params: { found } };
}

/** A problem whose fix is to remove the key, or one of the others. */
export function superfluousKey(path: string, message: string, found: string, ...others: string[]): CrossFieldProblem {
  const paths = [path, ...others].map((each) => each.split("."));
  return { path: path.split("."), message, params: { found, fix: { kind: "remove", paths } } };
}

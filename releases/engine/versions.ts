/** Versions as users write them, and the releases that they name. */
import { compareVersions as compareNumbers } from "compare-versions";
import type { Checked } from "../../lib/diagnostics/check.ts";
import { nearest } from "../../lib/nearest.ts";

/** A requested release. `exact` is absent if only its line was named, as `0.67` and `0.67.x` do. */
export interface RequestedVersion {
  /** Base version of the release line, such as `0.67.0`. */
  release: string;
  /** The version with its patch number, such as `0.67.2`. */
  exact?: string;
}

/**
 * Orders versions by their numbers, of which there are four at most: `0.68` equals `0.68.0`. A leading `v` and a suffix
 * such as `-cuda11.2.2` are ignored. Negative if `one` is the earlier version.
 */
export function compareVersions(one: string, other: string): number {
  return compareNumbers(numbersOf(one).join("."), numbersOf(other).join("."));
}

/** Whether an update goes to an earlier version. A line and a release of it, `0.67` and `0.67.2`, count as equal. */
export function goesBack(from: string, to: string): boolean {
  const [before, after] = [numbersOf(from), numbersOf(to)];
  const length = Math.min(before.length, after.length);
  return compareVersions(after.slice(0, length).join("."), before.slice(0, length).join(".")) < 0;
}

/** `0.67` of `0.67.0`. */
export function lineOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

/** The numbers that a version begins with; `0` if it has none. */
function numbersOf(version: string): string[] {
  const [numbers = "0"] = /\d+(\.\d+){0,3}/.exec(version) ?? [];
  return numbers.split(".");
}

/** Finds the release that a version names. `0.67`, `0.67.x` and `v0.67.2` all name the release `0.67.0`. */
export function requestedVersion(
  option: string,
  text: string | undefined,
  releases: readonly string[],
): Checked<RequestedVersion> {
  const [, line, patch] = /^v?(\d+\.\d+)(?:\.(\d+|x))?$/i.exec(text?.trim() ?? "") ?? [];
  const release = releases.find((version) => lineOf(version) === line);
  if (release === undefined) {
    const isMissing = text === undefined || text === "";
    const lines = releases.map(lineOf);
    const meant = nearest(text?.replace(/^v/i, "") ?? "", lines) ?? lines.at(option === "--to" ? -1 : 0);
    const problem = {
      path: option,
      expected: `one of the releases ${lines.join(", ")}`,
      found: isMissing ? "nothing" : JSON.stringify(text),
      fix: `${isMissing ? "add " : ""}${option} ${meant}`,
    };
    return { problems: [problem] };
  }
  const isLine = patch === undefined || patch === "x";
  return { data: { release, ...(!isLine && { exact: `${line}.${patch}` }) }, problems: [] };
}

/** Both ends of an upgrade, and the releases after `from`, up to and including `to`. */
export function requestedPath(
  request: { from?: string | undefined; to?: string | undefined },
  releases: readonly string[],
): Checked<{ from: RequestedVersion; to: RequestedVersion; path: string[] }> {
  const from = requestedVersion("--from", request.from, releases);
  const to = requestedVersion("--to", request.to, releases);
  if (from.data === undefined || to.data === undefined) {
    return { problems: [...from.problems, ...to.problems] };
  }
  const path = pathBetween(from.data, to.data, releases);
  return path.data === undefined ? path : { data: { from: from.data, to: to.data, path: path.data }, problems: [] };
}

/** The releases after `from`, up to and including `to`. */
export function pathBetween(
  from: RequestedVersion,
  to: RequestedVersion,
  releases: readonly string[],
): Checked<string[]> {
  const [start, end] = [releases.indexOf(from.release), releases.indexOf(to.release)];
  const isReversed = start > end || (start === end && isEarlier(to.exact, from.exact));
  if (isReversed) {
    const problem = {
      path: "--to",
      expected: `a release after ${from.exact ?? from.release}: values can only be upgraded to a later release`,
      found: to.exact ?? to.release,
      fix: `--from ${lineOf(to.release)} --to ${lineOf(from.release)}`,
    };
    return { problems: [problem] };
  }
  return { data: releases.slice(start + 1, end + 1), problems: [] };
}

function isEarlier(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && compareVersions(one, other) < 0;
}

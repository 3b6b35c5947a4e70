/** Versions as people write them, and the releases they name. */

import type { Checked } from "../../lib/diagnostics/check.ts";
import { nearest } from "../../lib/nearest.ts";

/** A release line as it was asked for. `patch` is absent where only the line was named. */
export interface RequestedVersion {
  /** Base version of the release that the line has, such as `0.67.0`. */
  release: string;
  /** Such as `0.67.2`. */
  exact?: string;
}

/** Orders versions of any number of parts; a leading `v` does not count. Negative where `one` is the earlier. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [partsOf(one), partsOf(other)];
  const different = left.findIndex((part, index) => part !== right[index]);
  return different === -1 ? left.length - right.length : (left[different] ?? 0) - (right[different] ?? -1);
}

/** Whether an update would go to an earlier version; a line and a release of it, `0.67` and `0.67.2`, are the same. */
export function goesBack(from: string, to: string): boolean {
  const [before, after] = [partsOf(from), partsOf(to)];
  const length = Math.min(before.length, after.length);
  return compareVersions(after.slice(0, length).join("."), before.slice(0, length).join(".")) < 0;
}

/** `0.67` of `0.67.0`. */
export function lineOf(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

/** The numbers of a version; what follows them, such as `-cuda11.2.2`, does not count. */
function partsOf(version: string): number[] {
  const [numbers = ""] = /\d+(\.\d+)*/.exec(version) ?? [];
  return numbers.split(".").map(Number);
}

/** Finds the release that a version names: `0.67`, `0.67.x` and `v0.67.2` all name the line of `0.67.0`. */
export function requestedVersion(
  option: string,
  text: string | undefined,
  releases: readonly string[],
): Checked<RequestedVersion> {
  const [, line, patch] = /^v?(\d+\.\d+)(?:\.(\d+|x))?$/i.exec(text?.trim() ?? "") ?? [];
  const release = releases.find((version) => lineOf(version) === line);
  if (release === undefined) {
    const lines = releases.map(lineOf);
    const meant =
      text === undefined ? lines.at(option === "--to" ? -1 : 0) : nearest(text.replace(/^v/i, ""), lines)?.name;
    const problem = {
      path: option,
      expected: `one of the releases ${lines.join(", ")}`,
      found: text === undefined ? "nothing" : JSON.stringify(text),
      fix: `${text === undefined ? "add " : ""}${option} ${meant}`,
    };
    return { problems: [problem] };
  }
  const isLine = patch === undefined || patch === "x";
  return { data: { release, ...(!isLine && { exact: `${line}.${patch}` }) }, problems: [] };
}

/** Both ends of an upgrade, and the releases after the one and up to the other. */
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

/** Releases after the one and up to the other. */
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
      expected: `a release after ${from.exact ?? from.release}: values are only carried forward`,
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

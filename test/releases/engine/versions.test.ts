import { describe, expect, it } from "vitest";
import { compareVersions, pathBetween, requestedVersion } from "../../../releases/engine/versions.ts";

const releases = ["0.66.1", "0.67.0", "0.68.0", "1.0.0", "1.1.0"];
const requested = (text: string) => requestedVersion("--from", text, releases);

function path(from: string, to: string) {
  const [start, end] = [requested(from).data, requested(to).data];
  return start && end && pathBetween(start, end, releases);
}

describe("a version", () => {
  it.each(["0.67", "0.67.x", "0.67.0", "v0.67.2", " 0.67 "])("%j names the line of 0.67.0", (text) => {
    expect(requested(text).data?.release).toBe("0.67.0");
  });

  it("keeps the patch release that was asked for", () => {
    expect(requested("v0.67.2").data?.exact).toBe("0.67.2");
    expect(requested("0.67.x").data?.exact).toBeUndefined();
  });

  it.each(["0.86", "2", "latest", "", "0.67.0.1", "1.10"])("%j is refused with the known ones", (text) => {
    const expected = "one of the releases 0.66, 0.67, 0.68, 1.0, 1.1";
    expect(requested(text).problems).toMatchObject([{ path: "--from", expected }]);
  });

  it("that is misspelt gets the nearest", () => {
    expect(requested("0.86").problems).toMatchObject([{ fix: "--from 0.66" }]);
  });

  it("that is near none gets the first to start from, and the last to end at", () => {
    expect(requested("latest").problems).toMatchObject([{ fix: "--from 0.66" }]);
    expect(requestedVersion("--to", "latest", releases).problems).toMatchObject([{ fix: "--to 1.1" }]);
  });

  it.each([
    ["1.10.4.3", "1.10.5", -1],
    ["1.9", "1.10", -1],
    ["v1.5.3", "1.5.3", 0],
    ["2.0", "1.10.6.3", 1],
    ["1.10.4", "1.10.4.3", -1],
    ["0.68", "0.68.0", 0],
    ["v0.67.2", "0.67.x", 1],
    ["3.8", "3.10", -1],
    ["latest", "0.1", -1],
    ["1.10.6-cuda11.2.2", "1.10.6", 0],
  ])("%s compared to %s is %i", (one, other, sign) => {
    expect(Math.sign(compareVersions(one, other))).toBe(sign);
  });
});

describe("a path", () => {
  it("has every release after the one and up to the other", () => {
    expect(path("0.66", "1.0")?.data).toEqual(["0.67.0", "0.68.0", "1.0.0"]);
    expect(path("1.1", "1.1")?.data).toEqual([]);
  });

  it.each([
    ["1.0", "0.67"],
    ["0.67.2", "0.67.1"],
  ])("from %s to %s is refused", (from, to) => {
    expect(path(from, to)?.problems[0]?.expected).toContain("values can only be upgraded to a later release");
  });
});

import { describe, expect, it } from "vitest";
import { z } from "zod";
import { knownTo, masked } from "../../../lib/secrets/visibility.ts";

const schema = z.looseObject({
  url: z.string().nullish(),
  size: z.number().optional(),
  key: z.string().meta({ secret: true }).nullish(),
  list: z.array(z.looseObject({ name: z.string() })),
  free: z.json(),
});

const shown = (value: Parameters<typeof masked>[0]) => masked(value, [], knownTo(schema));

describe("a plan shows", () => {
  it("texts and numbers that the release's schema describes", () => {
    const value = { url: "s3://b?region=r", size: 3, list: [{ name: "a" }] };
    expect(shown(value)).toEqual(value);
  });

  it("switches, nulls, and empty maps and lists of any key", () => {
    const value = { other: { on: true, none: null, map: {}, list: [] } };
    expect(shown(value)).toEqual(value);
  });
});

describe("a plan masks", () => {
  it.each<[string, Parameters<typeof masked>[0]]>([
    ["what the release calls a secret", { key: "canary" }],
    ["a text of an unknown key", { other: "canary" }],
    ["a number of an unknown key", { pin: 4711 }],
    ["a text below an unknown key", { list: [{ other: "canary" }] }],
    ["a text where anything may stand", { free: "canary" }],
    ["a URL with a password", { url: "postgres://user:canary@host/db" }],
    ["a URL with a parameter that is not known to be public", { url: "s3://b?region=r&token=canary" }],
    ["a key that objects inherit", { constructor: "canary" }],
  ])("%s", (_, value) => {
    expect(JSON.stringify(shown(value))).not.toMatch(/canary|4711/);
    expect(JSON.stringify(shown(value))).toContain("[secret]");
  });
});

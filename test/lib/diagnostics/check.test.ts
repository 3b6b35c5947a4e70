import { describe, expect, it } from "vitest";
import { z } from "zod";
import { check } from "../../../lib/diagnostics/check.ts";

const secret = z.string().min(12).meta({ secret: true });

const schema = z.strictObject({
  replicas: z.number().int().min(1).optional(),
  name: z.string().min(1).optional(),
  level: z.enum(["low", "high"]).optional(),
  password: secret.optional(),
  url: z.url("an address").optional(),
  server: z.strictObject({ host: z.string(), port: z.number().optional() }).optional(),
  store: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("s3"), endpoint: z.string() }),
      z.strictObject({ kind: z.literal("aws"), region: z.string() }),
    ])
    .optional(),
  version: z.union([z.string(), z.number()]).optional(),
  values: z.object({ storage: z.object({}).optional() }).optional(),
});

const problems = (values: unknown, options = {}) => check(schema, values, options).problems;

describe("an unknown key", () => {
  it("that resembles a known one is renamed", () => {
    expect(problems({ replcas: 2 })).toEqual([
      {
        path: "replcas",
        expected: "the key replicas",
        found: "an unknown key",
        code: "unknownKey",
        fix: { kind: "rename", path: ["replcas"], to: ["replicas"] },
      },
    ]);
  });

  it("is renamed to a config secret where it resembles one", () => {
    expect(problems({ pasword: "x" })).toMatchObject([{ fix: { to: ["password"], isSecret: true } }]);
  });

  it("that resembles an object is replaced by what that object needs first", () => {
    expect(problems({ servr: {} })).toMatchObject([{ fix: { kind: "rename", to: ["server", "host"] } }]);
    expect(problems({ stor: {} })).toMatchObject([{ fix: { to: ["store", "kind"], value: "<s3|aws>" } }]);
  });

  it("is removed where the right key is there too, or none is near", () => {
    expect(problems({ replcas: 2, replicas: 3 })).toMatchObject([{ fix: { kind: "remove", paths: [["replcas"]] } }]);
    expect(problems({ unheard: 2 })).toMatchObject([{ fix: { kind: "remove" } }]);
    expect(problems({ unheard: 2 })[0]?.expected).toMatch(/^one of the keys replicas, name, /);
  });
});

describe("a wrong value", () => {
  it.each([
    ["a text for a number", { replicas: "two" }, "a number", '"two"'],
    ["a number out of range", { replicas: 0 }, "at least 1", "0"],
    ["half a replica", { replicas: 1.5 }, "a whole number", "1.5"],
    ["an empty text", { name: "" }, "a text that is not empty", '""'],
    ["a value that is not listed", { level: "mid" }, "one of low, high", '"mid"'],
    ["what the schema says itself", { url: "nowhere" }, "an address", '"nowhere"'],
    ["a list", { name: [1] }, "a text", "a list"],
    ["a value of a union", { version: true }, "a text or a number", "true"],
  ])("%s", (_case, values, expected, found) => {
    expect(problems(values)).toMatchObject([{ expected, found, fix: { kind: "set" } }]);
  });

  it("is not repeated where it is a secret", () => {
    const [problem] = problems({ password: "canary" });
    expect(problem).toMatchObject({ found: "[secret]", fix: { kind: "set", path: ["password"], isSecret: true } });
  });

  it("is shown without a password in an address", () => {
    expect(problems({ replicas: "https://u:canary@h" })[0]?.found).toBe('"https://[secret]@h"');
  });

  it("is never shown where any of the values could be a secret", () => {
    const [problem] = problems({ name: 7, level: "canary" }, { name: "answers", conceals: true });
    expect(problem).toMatchObject({ path: "answers: name", found: "a number" });
    expect(JSON.stringify(problems({ level: "canary" }, { conceals: true }))).not.toContain("canary");
  });
});

describe("an object", () => {
  it("that is missing needs its first required key", () => {
    const needed = z.strictObject({ server: z.strictObject({ host: z.string() }) });
    expect(check(needed, {}).problems).toEqual([
      {
        path: "server",
        expected: "an object with host",
        found: "nothing",
        code: "missing",
        fix: { kind: "set", path: ["server", "host"] },
      },
    ]);
  });

  it("of several kinds needs its kind", () => {
    expect(problems({ store: 1 })).toMatchObject([{ expected: "an object with kind s3 or aws" }]);
    expect(problems({ store: { kind: "ftp" } })).toMatchObject([{ path: "store.kind", expected: "one of s3, aws" }]);
    expect(problems({ store: { kind: "s3" } })).toMatchObject([{ path: "store.endpoint", expected: "a text" }]);
  });

  it("that takes other keys too is called an object only", () => {
    expect(problems({ values: { storage: [] } })).toMatchObject([{ expected: "an object", found: "a list" }]);
  });
});

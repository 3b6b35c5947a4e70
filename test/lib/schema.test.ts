import { describe, expect, it } from "vitest";
import { z } from "zod";
import { isSecretAt, keysAt, schemasAt, shapesAt } from "../../lib/schema.ts";

const password = z.string().meta({ secret: true });

const schema = z.strictObject({
  login: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("existing"), name: z.string() }),
      z.strictObject({ kind: z.literal("configured"), password, user: z.string().default("admin") }),
    ])
    .optional(),
  byName: z.record(z.string(), z.strictObject({ password: password.transform((text) => text) })),
  list: z.array(password),
  free: z.json(),
});

describe("a path in a schema", () => {
  it("leads to every alternative, or to the one that the value's kind chooses", () => {
    expect(schemasAt(schema, ["login"])).toHaveLength(2);
    expect(keysAt(schema, ["login"], { login: { kind: "existing" } })).toEqual(["kind", "name"]);
    expect(keysAt(schema, ["login"], { login: { kind: "other" } })).toEqual(["kind", "name", "password", "user"]);
  });

  it("leads into maps and lists, and never to what objects inherit", () => {
    expect(keysAt(schema, ["byName", "any"], {})).toEqual(["password"]);
    expect(schemasAt(schema, ["list", 3])).toHaveLength(1);
    expect(schemasAt(schema, ["constructor"])).toEqual([]);
  });

  it("tells the required keys of each shape", () => {
    expect(shapesAt(schema, ["login"])).toMatchObject([
      { kind: "existing", required: ["kind", "name"], isOpen: false },
      { kind: "configured", required: ["kind", "password"], isOpen: false },
    ]);
  });

  it.each<[(string | number)[], boolean]>([
    [["login", "password"], true],
    [["login", "name"], false],
    [["login"], true],
    [["byName", "any", "password"], true],
    [["byName"], true],
    [["list"], true],
    [["list", 0], true],
    [["free"], false],
  ])("%j holds a secret: %s", (path, expected) => {
    expect(isSecretAt(schema, path)).toBe(expected);
  });
});

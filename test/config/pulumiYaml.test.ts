import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { absent } from "../../config/absence.ts";
import { stackConfig } from "../../config/index.ts";
import { root } from "../support/cli.ts";
import type { Json } from "../support/stackConfigs.ts";

describe("Pulumi.yaml", () => {
  const project = parse(readFileSync(join(root, "Pulumi.yaml"), "utf8"));

  it("declares the keys of the schema with their types and descriptions", () => {
    const { properties } = z.toJSONSchema(stackConfig, { io: "input" });
    const expected = Object.entries(properties ?? {}).map(([key, schema]) => [
      key,
      { type: (schema as Json).type ?? "object", description: (schema as Json).description },
    ]);
    const declared = Object.entries(project.config as Record<string, Json>).map(([key, { type, description }]) => [
      key,
      { type, description },
    ]);
    expect(declared).toEqual(expected);
  });

  it("gives every optional key a default that means absent, since Pulumi refuses a stack without a declared key", () => {
    const optional = Object.entries(stackConfig.shape).filter(([, schema]) => schema.safeParse(undefined).success);
    for (const [key, schema] of optional) {
      expect(project.config[key].default, key).toEqual(schema.safeParse(undefined).data === undefined ? absent : {});
    }
  });
});

describe("the schema", () => {
  it("has a description of every key", () => {
    const silent = undescribed(z.toJSONSchema(stackConfig, { io: "input", reused: "inline" }) as Json, "");
    expect(silent).toEqual([]);
  });
});

function undescribed(schema: Json, path: string): string[] {
  const variants = [...((schema.oneOf as Json[] | undefined) ?? [])].flatMap((variant) => undescribed(variant, path));
  const members = Object.entries((schema.properties as Record<string, Json> | undefined) ?? {}).flatMap(
    ([key, member]) => [
      ...(member.description === undefined && key !== "kind" ? [`${path}.${key}`] : []),
      ...undescribed(member, `${path}.${key}`),
    ],
  );
  const { additionalProperties: inMap } = schema;
  return [...variants, ...members, ...(typeof inMap === "object" ? undescribed(inMap as Json, `${path}.<name>`) : [])];
}

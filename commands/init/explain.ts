/** Comments for a stack's file: the description of each key, from the schema. */
import { type Document, isMap, isScalar, type Pair, type YAMLMap } from "yaml";
import { z } from "zod";
import { project } from "../../lib/configCommands.ts";
import { wrap } from "../../lib/wrapText.ts";

interface JsonSchema {
  description?: string;
  const?: unknown;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  oneOf?: JsonSchema[];
}

const width = 110;

/** Puts its description before each key of the config. */
export function explain(file: Document, schema: z.ZodType): void {
  const config = file.get("config");
  if (isMap(config)) {
    explainMap(config, z.toJSONSchema(schema, { io: "input", reused: "inline" }) as JsonSchema, "  ");
  }
}

function explainMap(map: YAMLMap, schema: JsonSchema, indent: string): void {
  for (const pair of map.items as Pair[]) {
    const key = isScalar(pair.key) ? pair.key : undefined;
    const member = key && memberOf(schema, String(key.value).replace(`${project}:`, ""), map);
    if (key && member?.description !== undefined) {
      const lines = wrap(member.description, width - indent.length);
      key.commentBefore = lines.map((line) => ` ${line}`).join("\n");
    }
    if (member !== undefined && isMap(pair.value) && pair.value.items.length > 0) {
      explainMap(pair.value, member, `${indent}  `);
    }
  }
}

/** The schema of a key in this object; of a union, the alternative of the object's `kind`. */
function memberOf(schema: JsonSchema, key: string, map: YAMLMap): JsonSchema | undefined {
  const shape = schema.oneOf?.find(({ properties }) => properties?.kind?.const === map.get("kind")) ?? schema;
  const { additionalProperties } = shape;
  return shape.properties?.[key] ?? (typeof additionalProperties === "object" ? additionalProperties : undefined);
}

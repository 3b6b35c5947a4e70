/** The config of a stack as Markdown tables, from its schema. */
import { z } from "zod";
import { stackConfig } from "../../config/index.ts";
import { code, table } from "../../lib/markdown.ts";

interface Row {
  path: string;
  type: string;
  default: string;
  description: string;
  /** Values of `kind` under which the key exists; empty for keys that always exist. */
  kinds: string[];
}

/** A section for each key of the config, with a table of the keys below it. */
export function configTables(): string {
  const schema = z.toJSONSchema(stackConfig, { io: "input", reused: "inline" }) as JsonSchema;
  const rows = merged(properties(schema, "", []));
  const sections = Map.groupBy(rows, ({ path }) => path.split(".")[0] ?? "");
  return [...sections].map(([key, own]) => `## ${code(key)}\n\n${rowTable(own)}`).join("\n\n");
}

function rowTable(rows: Row[]): string {
  return table(["Key", "Type", "Default", "What"], rows.map(cells)).join("\n");
}

interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  description?: string;
  secret?: boolean;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
}

function properties(schema: JsonSchema, path: string, kinds: string[]): Row[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, member]) => {
    const isRequired = schema.required?.includes(key) ?? false;
    const memberPath = path === "" ? key : `${path}.${key}`;
    const row = {
      path: memberPath,
      type: typeName(member),
      default: member.default !== undefined ? defaultText(member.default) : isRequired ? "required" : "",
      description: member.description ?? "",
      kinds,
    };
    return [row, ...below(member, memberPath, kinds)];
  });
}

function below(schema: JsonSchema, path: string, kinds: string[]): Row[] {
  const variants = schema.oneOf?.filter((variant) => variant.properties !== undefined);
  if (variants !== undefined) {
    return variants.flatMap((variant) => {
      const [key, kind] = choice(variant);
      const { [key]: _, ...others } = variant.properties ?? {};
      return properties({ ...variant, properties: others }, path, [...kinds, kind]);
    });
  }
  const { additionalProperties: member } = schema;
  return typeof member === "object" ? below(member, `${path}.<name>`, kinds) : properties(schema, path, kinds);
}

/** The key that tells variants apart, most often `kind`, and its value in this variant. */
function choice({ properties = {} }: JsonSchema): [key: string, kind: string] {
  const [key = "kind", member] = Object.entries(properties).find(([, each]) => each.const !== undefined) ?? [];
  return [key, String(member?.const)];
}

/** One row for a key that several variants share. */
function merged(rows: Row[]): Row[] {
  const byContent = new Map<string, Row>();
  for (const row of rows) {
    const key = JSON.stringify({ ...row, kinds: undefined });
    const known = byContent.get(key);
    byContent.set(key, known ? { ...known, kinds: [...new Set([...known.kinds, ...row.kinds])] } : row);
  }
  return [...byContent.values()];
}

function cells({ path, type, default: fallback, description, kinds }: Row): string[] {
  const only = kinds.length > 0 ? ` (${kinds.map(code).join(", ")})` : "";
  return [`${code(path)}${only}`, type, fallback, description.replaceAll("|", "\\|")];
}

function typeName(schema: JsonSchema): string {
  if (schema.oneOf !== undefined) {
    const choices = schema.oneOf.map(choice);
    return `object with ${choices[0]?.[0]} ${choices.map(([, kind]) => code(kind)).join(", ")}`;
  }
  const values = schema.enum ?? (schema.const !== undefined ? [schema.const] : schema.anyOf?.map((each) => each.const));
  if (values !== undefined) {
    return values.map((value) => code(String(value))).join(", ");
  }
  if (schema.type === "array") {
    return `list of ${typeName(schema.items ?? {})}`;
  }
  if (schema.type === "object" && typeof schema.additionalProperties === "object") {
    return "map";
  }
  return schema.secret ? "secret" : (schema.type ?? "any");
}

function defaultText(value: unknown): string {
  const isEmpty = typeof value === "object" && value !== null && Object.keys(value).length === 0;
  return isEmpty ? "" : code(typeof value === "string" ? value : JSON.stringify(value));
}

/** Template for the answers file: YAML with blanks to fill in. */
import { z } from "zod";

/** Lines for the requested answers and for the gates to confirm. */
export function answersTemplate(answers: z.ZodType, keys: readonly string[], gates: readonly string[]): string[] {
  const properties = keys.length > 0 ? propertiesOf(answers) : {};
  return [
    ...keys.flatMap((key) => entry(key, properties[key] ?? {})),
    ...(gates.length > 0 ? [`acknowledge: [${gates.join(", ")}]`] : []),
  ];
}

/** Every key of a product's answers, with its description. */
export function answerRows(answers: z.ZodType): { key: string; description: string }[] {
  return Object.entries(propertiesOf(answers)).map(([key, { description = "" }]) => ({ key, description }));
}

interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema;
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
}

function propertiesOf(answers: z.ZodType): Record<string, JsonSchema> {
  const { properties = {} } = z.toJSONSchema(answers, { io: "input", unrepresentable: "any" }) as JsonSchema;
  return properties;
}

function entry(key: string, schema: JsonSchema): string[] {
  const comment = schema.description ? [`# ${schema.description}`] : [];
  const [first, ...others] = alternatives(schema);
  return [...comment, ...member(key, first ?? {}), ...others.flatMap((other) => commentedOut(member(key, other)))];
}

function alternatives(schema: JsonSchema): JsonSchema[] {
  return schema.oneOf ?? schema.anyOf ?? [schema];
}

function member(key: string, schema: JsonSchema): string[] {
  const { type, properties, required = [], additionalProperties } = schema;
  if (properties !== undefined) {
    const inner = Object.entries(properties).map(
      ([name, value]) => `${name}: ${blank(value)}${required.includes(name) ? "" : "   # optional"}`,
    );
    return [`${key}:`, ...inner.map((line) => `  ${line}`)];
  }
  if (type === "object") {
    return [`${key}: {<key>: ${blank(additionalProperties ?? {})}}`];
  }
  return [`${key}: ${blank(schema)}`];
}

function blank({ type, const: constant, enum: values }: JsonSchema): string {
  if (constant !== undefined) {
    return String(constant);
  }
  return values ? `<${values.join(" | ")}>` : type === "boolean" ? "<true | false>" : `<${type ?? "value"}>`;
}

function commentedOut(lines: string[]): string[] {
  return lines.map((line) => `# ${line}`);
}

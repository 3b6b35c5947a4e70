/** Queries zod schemas: the schemas, keys and secrets at a path of the config. */
import type { z } from "zod";
import { childOf } from "./json.ts";
import type { Path } from "./path.ts";

type Schema = z.core.$ZodType;

/**
 * Every schema that may describe the value at the path. A union has several, unless the values are given and choose one
 * by their `kind`.
 */
export function schemasAt(root: Schema, path: Path, values?: unknown): Schema[] {
  const start = { schemas: chosen(alternatives(root), values), value: values };
  const end = path.reduce(({ schemas, value }, segment) => {
    const inner = childOf(value, segment);
    const inside = schemas.flatMap((schema) => members(schema, segment));
    return { schemas: chosen(inside, inner), value: inner };
  }, start);
  return end.schemas;
}

/** Keys that an object at this place may have, in a config of these values. */
export function keysAt(root: Schema, path: Path, values: unknown): string[] {
  return [...new Set(shapesAt(root, path, values).flatMap(({ keys }) => keys))];
}

export interface ObjectShape {
  /** Value of `kind` that chooses this shape, where there is a choice. */
  kind: string | undefined;

  /** Keys that have to be given. */
  required: string[];

  keys: string[];

  /** Whether the object may have any other key too. */
  isOpen: boolean;
}

/** Shapes that an object at this place may have: a union has several, unless the values are given and choose one. */
export function shapesAt(root: Schema, path: Path, values?: unknown): ObjectShape[] {
  return schemasAt(root, path, values).flatMap((schema) => {
    const { shape, catchall } = definition(schema);
    if (shape === undefined) {
      return [];
    }
    const kind = kindOf(schema);
    const required = Object.entries(shape).filter(([, member]) => !(member as z.ZodType).safeParse(undefined).success);
    const isOpen = catchall === undefined || definition(catchall).type !== "never";
    return [{ kind, required: required.map(([key]) => key), keys: Object.keys(shape), isOpen }];
  });
}

/** Whether the value at the path is a secret, or holds one. */
export function isSecretAt(root: Schema, path: Path): boolean {
  return schemasAt(root, path).some(holdsSecret);
}

/** Whether a schema's metadata has the mark, such as `secret`. */
export function hasMark(schema: Schema, mark: string): boolean {
  return (schema as z.ZodType).meta?.()?.[mark] === true;
}

/** The alternatives of a schema, without wrappers for optional values, defaults and transformations. */
export function alternatives(schema: Schema): Schema[] {
  const { type, innerType, in: input, options } = definition(schema);
  if (type === "pipe" && input !== undefined) {
    return alternatives(input);
  }
  if (innerType !== undefined) {
    return alternatives(innerType);
  }
  return type === "union" && options !== undefined ? options.flatMap(alternatives) : [schema];
}

interface Definition {
  type: string;
  innerType?: Schema;
  in?: Schema;
  options?: Schema[];
  shape?: Record<string, Schema>;
  catchall?: Schema;
  element?: Schema;
  valueType?: Schema;
}

// zod's own introspection surface: every schema carries its definition at `_zod.def`.
function definition(schema: Schema): Definition {
  return schema._zod.def as unknown as Definition;
}

function members(schema: Schema, segment: string | number): Schema[] {
  const { shape, element, valueType } = definition(schema);
  const own = shape !== undefined && Object.hasOwn(shape, segment) ? shape[String(segment)] : undefined;
  const item = typeof segment === "number" ? element : undefined;
  const member = own ?? item ?? (shape === undefined ? valueType : undefined);
  return member === undefined ? [] : alternatives(member);
}

/** The schemas of the value's `kind`; all of them where it has no known one. */
function chosen(schemas: Schema[], value: unknown): Schema[] {
  const kind = childOf(value, "kind");
  const own = schemas.filter((schema) => kind !== undefined && kindOf(schema) === kind);
  return own.length > 0 ? own : schemas;
}

/** Value of `kind` that chooses this schema. */
function kindOf(schema: Schema): string | undefined {
  const [kind] = definition(schema).shape?.kind?._zod.values ?? [];
  return kind === undefined ? undefined : String(kind);
}

function holdsSecret(schema: Schema): boolean {
  const { shape = {}, element, valueType } = definition(schema);
  const inside = [...Object.values(shape), element, valueType].filter((member) => member !== undefined);
  return hasMark(schema, "secret") || inside.some((member) => alternatives(member).some(holdsSecret));
}

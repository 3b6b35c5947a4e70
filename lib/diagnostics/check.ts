/** Checks values against a schema, and turns the issues of zod into problems with path, expectation, finding and fix. */
import type { z } from "zod";
import { valueAt } from "../json.ts";
import { nearest } from "../nearest.ts";
import { formatPath, type Path } from "../path.ts";
import { alternatives, isSecretAt, keysAt, type ObjectShape, schemasAt, shapesAt } from "../schema.ts";
import { mask } from "../secrets/mask.ts";
import { expectationOf, kindOf, oneOf } from "./expectation.ts";
import type { Problem } from "./problem.ts";

export type Checked<Output> = { data: Output; problems: [] } | { data?: undefined; problems: Problem[] };

interface Options {
  /** Name of the values, such as `answers`, with which their paths begin. */
  name?: string;

  /** Report only the type of each value, since any of them could be a secret. */
  conceals?: boolean;
}

/** Optional `params` of a custom issue: the finding, and a fix other than setting the value. */
export interface CustomParams {
  found?: string;
  fix?: Problem["fix"];
}

export function check<Output>(schema: z.ZodType<Output>, values: unknown, options: Options = {}): Checked<Output> {
  const { success, data, error } = schema.safeParse(values, { error: expectationOf });
  if (success) {
    return { data, problems: [] };
  }
  const context = { schema, values, ...options };
  return { problems: error.issues.flatMap((issue) => problemsOf(issue, context)) };
}

interface Context extends Options {
  schema: z.ZodType;
  values: unknown;
}

function problemsOf(issue: z.core.$ZodIssue, context: Context): Problem[] {
  const path = issue.path as Path;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey(path, key, context));
  }
  const { schema, values } = context;
  if (issue.code === "invalid_union") {
    const branch = deepestBranch(issue.errors);
    if (branch !== undefined) {
      return branch.flatMap((inner) => problemsOf({ ...inner, path: [...path, ...inner.path] }, context));
    }
  }
  const value = valueAt(values, path);
  const shapes = shapesAt(schema, path);
  const place = located(path, context);
  if (issue.code === "invalid_key") {
    const fix = { kind: "remove" as const, paths: [path], afterwards: "and set it under another key" };
    return [{ path: place, expected: issue.message, found: JSON.stringify(path.at(-1)), fix }];
  }
  if (issue.code === "invalid_type" && shapes.length > 0) {
    return [{ path: place, ...objectOf(path, shapes), found: kindOf(value), ...missing(value) }];
  }
  const isSecret = isSecretAt(schema, path);
  const { found, fix }: CustomParams = issue.code === "custom" ? (issue.params ?? {}) : {};
  return [
    {
      path: place,
      expected: issue.code === "invalid_union" ? unionOf(issue, schema) : issue.message,
      found: found ?? (context.conceals ? kindOf(value) : finding(value, isSecret)),
      fix:
        fix ??
        (value === undefined && shapes.length > 0
          ? objectOf(path, shapes).fix
          : { kind: "set", path, ...(isSecret && shapes.length === 0 && { isSecret }) }),
      ...missing(value),
    },
  ];
}

function missing(value: unknown): Pick<Problem, "code"> {
  return value === undefined || value === null ? { code: "missing" } : {};
}

/** The one branch of a union that fits the value itself, and reports only issues below it. */
function deepestBranch(branches: z.core.$ZodIssue[][]): z.core.$ZodIssue[] | undefined {
  const deep = branches.filter((branch) => branch.some(({ path }) => path.length > 0));
  return deep.length === 1 ? deep[0] : undefined;
}

function unionOf({ errors, path }: z.core.$ZodIssueInvalidUnion, schema: z.ZodType): string {
  const literals = schemasAt(schema, path as Path).flatMap(literalValues);
  const first = errors.flatMap((branch) => branch.slice(0, 1));
  const own = first.filter(({ code }) => code === "custom");
  const branches = (own.length > 0 ? own : first).map(({ message }) => message);
  return literals.length > 0 ? oneOf(literals) : [...new Set(branches)].join(" or ") || "another value";
}

function literalValues(schema: z.core.$ZodType): string[] {
  return alternatives(schema).flatMap((each) => [...(each._zod.values ?? [])].map(String));
}

/** Expectation and fix where an object is missing or has another type: its kind, or its keys without a default. */
function objectOf(path: Path, shapes: ObjectShape[]): Pick<Problem, "expected" | "fix"> {
  const kinds = shapes.flatMap(({ kind }) => kind ?? []);
  if (shapes.some(({ isOpen }) => isOpen) || (shapes.length > 1 && kinds.length === 0)) {
    return { expected: "an object", fix: { kind: "set", path } };
  }
  if (shapes.length > 1) {
    return {
      expected: `an object with kind ${kinds.join(" or ")}`,
      fix: { kind: "set", path: [...path, "kind"], value: `<${kinds.join("|")}>` },
    };
  }
  const [{ required, keys } = { required: [], keys: [] }] = shapes;
  return required[0] === undefined
    ? { expected: `an object with some of ${keys.join(", ")}`, fix: { kind: "remove", paths: [path] } }
    : { expected: `an object with ${required.join(", ")}`, fix: { kind: "set", path: [...path, required[0]] } };
}

function unknownKey(parent: Path, key: string, context: Context): Problem {
  const { schema, values } = context;
  const known = keysAt(schema, parent, values);
  const meant = nearest(key, known);
  const path = [...parent, key];
  const right = [...parent, meant ?? ""];
  const remove = { kind: "remove", paths: [path] } as const;
  return {
    path: located(path, context),
    expected: meant === undefined ? `one of the keys ${known.join(", ")}` : `the key ${meant}`,
    found: "an unknown key",
    fix: meant === undefined || valueAt(values, right) !== undefined ? remove : renameTo(right, path, schema),
    code: "unknownKey",
  };
}

/** Sets the right key instead; of an object, what it needs first. */
function renameTo(right: Path, path: Path, schema: z.ZodType): Problem["fix"] {
  const shapes = shapesAt(schema, right);
  if (shapes.length === 0) {
    return { kind: "rename", path, to: right, ...(isSecretAt(schema, right) && { isSecret: true }) };
  }
  const { fix } = objectOf(right, shapes);
  return typeof fix !== "string" && fix.kind === "set"
    ? { kind: "rename", path, to: fix.path, ...(fix.value !== undefined && { value: fix.value }) }
    : { kind: "remove", paths: [path] };
}

function finding(value: unknown, isSecret: boolean): string {
  const isPlain = ["string", "number", "boolean"].includes(typeof value);
  if (!isPlain) {
    return kindOf(value);
  }
  return isSecret ? mask : withoutUserInfo(JSON.stringify(value));
}

/** A URL may contain a password, with any characters, even where the schema allows none. */
function withoutUserInfo(text: string): string {
  return text.replace(/\/\/.*@/s, `//${mask}@`);
}

function located(path: Path, { name }: Options): string {
  return [name, ...(path.length > 0 ? [formatPath(path)] : [])].filter((part) => part !== undefined).join(": ");
}

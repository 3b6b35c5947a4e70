/** Policy documents of AWS IAM: JSON or an object, with single values or lists. */

import { z } from "zod";
import { isKnown } from "../../engine/unknown.ts";

export interface Statement {
  /** Its Sid, or its position in the document, from `1`. */
  name: string;
  allows: boolean;

  /** Principals such as `{kind: "AWS", id: "arn:..."}`; everybody is `{kind: "AWS", id: "*"}`. */
  principals: { kind: string; id: string }[];
  actions: string[];
  resources: string[];
  conditions: Condition[];

  /** Negated elements that it has: NotAction, NotResource, NotPrincipal. */
  negated: string[];
}

export interface Condition {
  /** Such as `StringEquals`. */
  operator: string;
  key: string;
  values: string[];
}

const texts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const conditionValues = z.union([z.string(), z.boolean(), z.number()]).transform(String);

const statement = z.looseObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: z.union([z.string(), z.record(z.string(), texts)]).optional(),
  Action: texts.default([]),
  Resource: texts.default([]),
  Condition: z
    .record(
      z.string(),
      z.record(
        z.string(),
        z.union([conditionValues, z.array(conditionValues)]).transform((value) => [value].flat()),
      ),
    )
    .default({}),
});

/** Unknown statements, and an unknown document, count as no statements. */
const unseen = z
  .string()
  .refine((text) => !isKnown(text))
  .transform(() => []);

const policyDocument = z.looseObject({
  Statement: z.union([statement, z.array(z.union([statement, unseen])), unseen]),
});

/** The statements of a document; none where it is unknown or invalid. */
export function statementsOf(document: unknown): Statement[] {
  const { data } = policyDocument.safeParse(parsed(document));
  return [data?.Statement ?? []].flat(2).map((each, index) => ({
    name: each.Sid ?? String(index + 1),
    allows: each.Effect === "Allow",
    principals: principalsOf(each.Principal),
    actions: each.Action,
    resources: each.Resource,
    conditions: Object.entries(each.Condition).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
    ),
    negated: ["NotAction", "NotResource", "NotPrincipal"].filter((element) => element in each),
  }));
}

/** Whether a document is valid, not set, or unknown. */
export function isReadable(document: unknown): boolean {
  return document === undefined || !isKnown(document) || policyDocument.safeParse(parsed(document)).success;
}

/** Whether a condition restricts nothing: its values are wildcards, or it is met when its key is missing. */
export function restrictsNothing({ operator, values }: Condition): boolean {
  return /IfExists$/i.test(operator) || values.some((value) => /^[*?]*$/.test(value));
}

/** Whether a principal is everybody. */
export function isEverybody({ id }: { id: string }): boolean {
  return id === "*";
}

function principalsOf(principal: string | Record<string, string[]> = {}): Statement["principals"] {
  return typeof principal === "string"
    ? [{ kind: "AWS", id: principal }]
    : Object.entries(principal).flatMap(([kind, ids]) => ids.map((id) => ({ kind, id })));
}

function parsed(document: unknown): unknown {
  if (typeof document !== "string") {
    return document;
  }
  try {
    return JSON.parse(document);
  } catch {
    return undefined;
  }
}

/** Policy documents of AWS IAM, however they are spelt: JSON or an object, one value or a list. */

import { z } from "zod";
import { isKnown } from "../../engine/unknown.ts";

export interface Statement {
  /** Its Sid, or its place, such as `1`. */
  name: string;
  allows: boolean;

  /** Who it is about, such as `{kind: "AWS", id: "arn:..."}`; everybody is `{kind: "AWS", id: "*"}`. */
  principals: { kind: string; id: string }[];
  actions: string[];
  resources: string[];
  conditions: Condition[];

  /** Elements that hold for all but what they list: NotAction, NotResource, NotPrincipal. */
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

/** Statements that are not known yet are none, as is a document that is not. */
const unseen = z
  .string()
  .refine((text) => !isKnown(text))
  .transform(() => []);

const policyDocument = z.looseObject({
  Statement: z.union([statement, z.array(z.union([statement, unseen])), unseen]),
});

/** The statements of a document; none of one that is not known yet, or cannot be read. */
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

/** Whether a document is a policy, or may become one. */
export function isReadable(document: unknown): boolean {
  return document === undefined || !isKnown(document) || policyDocument.safeParse(parsed(document)).success;
}

/** Whether a condition limits nothing: its values are wildcards, or it holds where its key is missing. */
export function isVoid({ operator, values }: Condition): boolean {
  return /IfExists$/i.test(operator) || values.some((value) => /^[*?]*$/.test(value));
}

/** Whether anybody is meant. */
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

/**
 * The two forms that `pulumi preview --json` writes. Sources: the output of Pulumi 3.250, `pkg/display/json.go` of
 * pulumi/pulumi for the digest, and `automation/events.d.ts` of @pulumi/pulumi for the events.
 */
import { z } from "zod";

/** The kind of change that each operation of the engine means; null: no change. */
export const operations = {
  same: null,
  read: null,
  refresh: null,
  create: "added",
  import: "added",
  update: "changed",
  delete: "deleted",
  discard: "deleted",
  replace: "replaced",
  "create-replacement": "replaced",
  "delete-replaced": "replaced",
  "read-replacement": "replaced",
  "discard-replaced": "replaced",
  "import-replacement": "replaced",
  "remove-pending-replace": "replaced",
} as const;

export type Operation = keyof typeof operations;

const operation = z.enum(Object.keys(operations) as [Operation, ...Operation[]]);

const state = z.object({
  type: z.string(),
  parent: z.string().nullish(),
  inputs: z.record(z.string(), z.unknown()).nullish(),
  protect: z.boolean().nullish(),
  retainOnDelete: z.boolean().nullish(),
  dependencies: z.array(z.string()).nullish(),
  additionalSecretOutputs: z.array(z.string()).nullish(),
});

export type State = z.infer<typeof state>;

const detailedDiff = z
  .record(z.string(), z.object({ kind: z.string().optional(), diffKind: z.string().optional() }))
  .nullish();

const step = z.object({
  op: operation,
  urn: z.string().startsWith("urn:pulumi:"),
  oldState: state.nullish(),
  newState: state.nullish(),
  replaceReasons: z.array(z.string()).nullish(),
  diffReasons: z.array(z.string()).nullish(),
  detailedDiff,
});

export type Step = z.infer<typeof step>;

const diagnostic = z.object({ severity: z.string(), urn: z.string().nullish(), message: z.string() });

export type Diagnostic = z.infer<typeof diagnostic>;

/** `pulumi preview --json`: one object at the end. */
export const digestSchema = z.object({
  steps: z.array(step),
  diagnostics: z.array(diagnostic).nullish(),
  maybeCorrupt: z.boolean().nullish(),
});

/** With PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true, one event a line: the only form that has policy violations. */
export const eventSchema = z.object({
  sequence: z.number(),
  resourcePreEvent: z
    .object({
      metadata: z.object({
        op: operation,
        urn: z.string().startsWith("urn:pulumi:"),
        old: state.nullish(),
        new: state.nullish(),
        keys: z.array(z.string()).nullish(),
        diffs: z.array(z.string()).nullish(),
        detailedDiff,
      }),
    })
    .optional(),
  diagnosticEvent: diagnostic.optional(),
  policyEvent: z
    .object({
      resourceUrn: z.string().nullish(),
      message: z.string(),
      policyName: z.string(),
      enforcementLevel: z.string(),
      severity: z.string().nullish(),
    })
    .optional(),
  summaryEvent: z.object({ maybeCorrupt: z.boolean().nullish(), result: z.string().nullish() }).optional(),
});

export type EngineEvent = z.infer<typeof eventSchema>;

/** Reads the text of a preview in either of its forms. */
import type { z } from "zod";
import type { Problem } from "../../lib/diagnostics/problem.ts";
import type { NamedText } from "../../lib/files/readText.ts";
import { isMap } from "../../lib/json.ts";
import { type Diagnostic, digestSchema, type EngineEvent, eventSchema, type Step } from "./previewSchema.ts";

export interface Preview {
  steps: Step[];
  diagnostics: Diagnostic[];
  violations: NonNullable<EngineEvent["policyEvent"]>[];
  failed: boolean;
}

const expected = "the output of pulumi preview --json";
const again = "run pulumi preview --json > FILE again, without 2>&1";

/** The preview, or the problem with the text. Values are never echoed. */
export function readPreview({ name, text }: NamedText): Preview | Problem {
  const problem = (found: string, fix = again): Problem => ({ path: `--preview ${name}`, expected, found, fix });
  const content = text.replace(/^\uFEFF/, "").trim();
  if (content === "") {
    return problem("nothing", "read the error that pulumi wrote to its error stream: the preview did not start");
  }
  const whole = parsed(content);
  if (whole !== undefined && !isEvent(whole)) {
    const { success, data, error } = digestSchema.safeParse(whole);
    return success ? digest(data) : problem(...mismatch(whole, error));
  }
  const lines = content.split(/\r?\n/).map(parsed);
  if (!isEvent(lines[0])) {
    return problem(content.startsWith("{") ? "incomplete JSON, or text after it" : "text that is not JSON");
  }
  return stream(lines) ?? problem("events without the last one of the preview", again);
}

function digest({ steps, diagnostics, maybeCorrupt }: z.infer<typeof digestSchema>): Preview {
  const all = diagnostics ?? [];
  const failed = maybeCorrupt === true || all.some(({ severity }) => severity === "error");
  return { steps, diagnostics: all, violations: [], failed };
}

/** Undefined where the last event is missing, or an event does not have the expected form. */
function stream(lines: unknown[]): Preview | undefined {
  const { success, data: events } = eventSchema.array().safeParse(lines);
  const summary = events?.findLast(({ summaryEvent }) => summaryEvent !== undefined)?.summaryEvent;
  if (!success || summary === undefined) {
    return undefined;
  }
  const diagnostics = events.flatMap(({ diagnosticEvent }) => diagnosticEvent ?? []);
  return {
    steps: events.flatMap(({ resourcePreEvent }) => {
      const { op, urn, old, new: after, keys, diffs, detailedDiff } = resourcePreEvent?.metadata ?? {};
      return op === undefined || urn === undefined
        ? []
        : [{ op, urn, oldState: old, newState: after, replaceReasons: keys, diffReasons: diffs, detailedDiff }];
    }),
    diagnostics,
    violations: events.flatMap(({ policyEvent }) => policyEvent ?? []),
    failed:
      summary.maybeCorrupt === true ||
      summary.result === "failed" ||
      diagnostics.some(({ severity }) => severity === "error"),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isEvent(value: unknown): boolean {
  return typeof value === "object" && value !== null && "sequence" in value && "timestamp" in value;
}

function mismatch(whole: unknown, { issues }: z.ZodError): [found: string, fix?: string] {
  if (!isMap(whole) || !("steps" in whole)) {
    return ["JSON without steps"];
  }
  const path = issues[0]?.path.join(".") ?? "steps";
  return [
    `another form at ${path}`,
    "use Pulumi 3.250, which this project is tested with, or report an issue with the version of your CLI",
  ];
}

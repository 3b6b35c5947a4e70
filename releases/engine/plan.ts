/** The plan of an upgrade as data. This is the published format of `plan.json`. */
import { z } from "zod";
import { severities } from "./notices.ts";

const source = z
  .strictObject({
    file: z.string().describe("Public name of the document, or the chart or page with its version."),
    title: z.string().describe("Short title of the document."),
    heading: z.string(),
    quote: z.string().describe("Verbatim from the document."),
  })
  .describe("Where the fact comes from.");

const path = z.string().describe("Place in the values, such as `storage.extraEnv[2]`, or in the deployments file.");
const deployment = z.string().optional().describe("Name of the deployment that it applies to.");

const change = z.strictObject({
  op: z.enum(["move", "rename", "remove", "set", "translate"]),
  path,
  to: path.optional(),
  before: z.json().optional().describe("Texts that could be secret are masked."),
  after: z.json().optional().describe("Texts that could be secret are masked."),
  deployment,
  reason: z.string(),
  source,
});

const stated = {
  id: z.string(),
  message: z.string(),
  path: path.optional(),
  deployment,
  source,
};

const notice = z.strictObject({
  ...stated,
  severity: z
    .enum(severities)
    .describe("breaking: something stops working or answers differently. action: something has to be set or done."),
});

const blocker = z.strictObject({
  ...stated,
  answer: z.string().optional().describe("Key of the answers file that resolves it."),
});

const gate = z.strictObject({
  id: z.string().describe("The id to list in `acknowledge`."),
  when: z.enum(["before", "after"]).describe("When it must be true: before or after the release is deployed."),
  message: z.string(),
  run: z.string().optional().describe("Shell commands that make it true."),
  check: z.string().describe("Shell command that checks it."),
  confirmed: z.boolean().describe("Acknowledged, or confirmed by an answer."),
  source,
});

const leaves = z
  .strictObject({ kept: z.int(), moved: z.int(), changed: z.int(), removed: z.int(), added: z.int() })
  .describe(
    "Number of values by what the release did to them. Kept, moved, changed and removed add up to the values before it.",
  );

const plannedRelease = z.strictObject({
  version: z.string(),
  stop: z
    .strictObject({ message: z.string(), source })
    .optional()
    .describe("Present where this release must be deployed before a later one."),
  changes: z.array(change),
  notices: z.array(notice),
  blockers: z.array(blocker),
  gates: z.array(gate),
  leaves,
});

export const planSchema = z
  .strictObject({
    product: z.string(),
    from: z.string(),
    to: z.string(),
    releases: z.array(plannedRelease),
  })
  .describe("Plan of an upgrade by mlops-platform.");

export type Plan = z.output<typeof planSchema>;
export type PlannedRelease = Plan["releases"][number];
export type PlannedChange = PlannedRelease["changes"][number];
export type PlannedNotice = PlannedRelease["notices"][number];
export type PlannedBlocker = PlannedRelease["blockers"][number];
export type PlannedGate = PlannedRelease["gates"][number];

/** All blockers of a plan, with unanswered questions among them. */
export function blockersOf(plan: Plan): PlannedBlocker[] {
  return plan.releases.flatMap(({ blockers }) => blockers);
}

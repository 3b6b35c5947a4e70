/** What the engine says of a run with `--json`: events line by line, or a digest of a preview. */
import type { Finished } from "./process.ts";

export interface Step {
  op: string;
  type: string;
  name: string;
}

interface Event {
  resourcePreEvent?: { metadata: { op: string; urn: string } };
  diagnosticEvent?: Diagnostic;
  summaryEvent?: { resourceChanges: Record<string, number> };
}

interface Digest {
  steps: { op: string; urn: string }[];
  diagnostics?: Diagnostic[];
  changeSummary: Record<string, number>;
}

interface Diagnostic {
  severity: string;
  message: string;
}

export class Update {
  readonly succeeded: boolean;

  /** All that was written to both streams. */
  readonly output: string;

  /** Everything that was not left as it was, in order, whether it worked or not. */
  readonly steps: Step[];

  /** Messages of errors, one after the other. */
  readonly errors: string;

  /** How many resources had which outcome. */
  readonly summary: Record<string, number>;

  constructor({ code, stdout, output }: Finished) {
    this.succeeded = code === 0;
    this.output = output;
    const { steps, diagnostics = [], changeSummary } = digest(stdout);
    this.steps = steps.filter(({ op }) => !unchanged.has(op)).map(({ op, urn }) => ({ op, ...typeAndName(urn) }));
    this.errors = diagnostics
      .filter(({ severity }) => severity === "error")
      .map(({ message }) => message)
      .join("\n");
    this.summary = changeSummary;
  }

  /** What was done to resources of a type, named by the last part of its token. */
  of(type: string): Step[] {
    return this.steps.filter((step) => step.type === type);
  }
}

/** Reading is not changing. */
const unchanged = new Set(["same", "refresh", "read"]);

function digest(stdout: string): Digest {
  const empty: Digest = { steps: [], changeSummary: {} };
  try {
    return { ...empty, ...JSON.parse(stdout) };
  } catch {
    return stdout
      .split("\n")
      .filter((line) => line.startsWith('{"'))
      .map((line) => JSON.parse(line) as Event)
      .reduce<Digest>(
        (all, { resourcePreEvent, diagnosticEvent, summaryEvent }) => ({
          steps: [...all.steps, ...(resourcePreEvent ? [resourcePreEvent.metadata] : [])],
          diagnostics: [...(all.diagnostics ?? []), ...(diagnosticEvent ? [diagnosticEvent] : [])],
          changeSummary: summaryEvent?.resourceChanges ?? all.changeSummary,
        }),
        empty,
      );
  }
}

function typeAndName(urn: string): { type: string; name: string } {
  const [, , types = "", name = ""] = urn.split("::");
  return { type: types.split(":").at(-1) ?? "", name };
}

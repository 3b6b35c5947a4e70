/** Previews as files of the project: what the engine wrote, without what differs from run to run and machine to machine. */
import { root } from "../../support/cli.ts";

interface Digest {
  steps: Record<string, unknown>[];
  diagnostics: unknown[];
  changeSummary: unknown;
}

/** Of states: where in the source and when, what the cluster answered, and what only the engine itself goes by. */
const dropped = [
  "created",
  "customTimeouts",
  "id",
  "modified",
  "outputs",
  "propertyDependencies",
  "provider",
  "resourceHooks",
  "sourcePosition",
  "stackTrace",
];

/** A step a line. The config, which names files of this machine, is left out; paths in the project begin at `/project`. */
export function recorded(json: string): string {
  const { steps, diagnostics, changeSummary }: Digest = JSON.parse(json.replaceAll(root, "/project"));
  const lines = steps.map(({ provider: _, ...step }) => JSON.stringify(step, withoutDropped));
  const rest = JSON.stringify({ diagnostics, changeSummary }, null, 2).slice(1);
  return `{"steps": [\n${lines.join(",\n")}\n],${rest}\n`;
}

function withoutDropped(key: string, value: unknown): unknown {
  if (key !== "oldState" && key !== "newState") {
    return value;
  }
  return Object.fromEntries(Object.entries(value as object).filter(([name]) => !dropped.includes(name)));
}

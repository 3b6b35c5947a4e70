/** Previews as the engine writes them, with the few fields that matter to a test. */
import type { ChangeSet } from "../../graph/changes/change.ts";
import { previewedChanges } from "../../graph/changes/preview.ts";

export interface GivenStep {
  op?: string;
  name?: string;
  type?: string;
  /** Name and type of the component that it stands in. */
  owner?: [name: string, type: string];
  stack?: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
  old?: Record<string, unknown>;
  new?: Record<string, unknown>;
  more?: Record<string, unknown>;
}

export const bucket = "aws:s3/bucket:Bucket";

/** A step of the engine on one resource; by default it updates a Deployment that stands in no component. */
export function step(given: GivenStep = {}): Record<string, unknown> {
  const { op = "update", name = "shop", type = "kubernetes:apps/v1:Deployment", stack = "dev", more = {} } = given;
  const prefix = `urn:pulumi:${stack}::mlops-platform::`;
  const parent = given.owner ? `${prefix}${given.owner[1]}::${given.owner[0]}` : `${prefix}pulumi:pulumi:Stack::dev`;
  const urn = `${prefix}${given.owner ? `${given.owner[1]}$` : ""}${type}::${name}`;
  const state = (inputs: unknown, options = {}) => ({ urn, custom: true, type, parent, inputs, ...options });
  return {
    op,
    urn,
    ...(given.before && { oldState: state(given.before, given.old) }),
    ...(given.after && { newState: state(given.after, given.new) }),
    detailedDiff: null,
    ...more,
  };
}

export function previewText(steps: unknown[], diagnostics: unknown[] = []): string {
  return JSON.stringify({ config: {}, steps, diagnostics, duration: 1, changeSummary: {} }, null, 4);
}

/** The changes of a preview that is as it should be. */
export function previewed(steps: unknown[], diagnostics: unknown[] = []): ChangeSet {
  return changesIn(previewText(steps, diagnostics));
}

export function changesIn(text: string, name = "preview.json"): ChangeSet {
  const set = previewedChanges({ name, text });
  if ("fix" in set) {
    throw new Error(JSON.stringify(set));
  }
  return set;
}

/** The changes of a stack, in one shape for previews of the engine and for two renders compared. */

import type { Finding } from "../finding.ts";
import type { Message } from "../message.ts";
import type { GraphResource } from "../resource.ts";
import type { Owner } from "../urn.ts";
import type { Difference } from "./differences.ts";

export interface ChangeSet {
  stack: string;

  /** File or folder that the changes were read from, for messages, such as `preview.json`. */
  source: string;

  /** In the order of URNs. */
  changes: Change[];
  messages: Message[];
  findings: PolicyFinding[];

  /** Whether the preview failed: then these are not all changes. */
  failed: boolean;
}

export type ChangeKind = "added" | "changed" | "replaced" | "deleted";

export interface Change {
  kind: ChangeKind;
  urn: string;
  type: string;
  name: string;

  /** The component that the resource belongs to; null where it belongs to none. */
  owner: Owner | null;

  /** URNs of the resources that it depends on. */
  dependsOn: string[];

  /** Of the inputs of a changed or replaced resource, redacted. */
  differences: PathDifference[];

  /** Of its `protect` and `retainOnDelete`. */
  guardDifferences: Difference[];

  /** Paths whose differences cause the replacement, as far as the source tells. */
  reasons: string[];

  /** The data that a stateful resource takes with it, as `whatIsLost` words it. */
  lost: string | undefined;

  /** Guards of the resource as it is deployed. */
  protect: boolean;
  retainOnDelete: boolean;

  /** Whether it is only removed from the state and not deleted. */
  forgotten: boolean;
}

/** `hidden`: the values are not shown, since only the provider knows them or they are secret. */
export interface PathDifference extends Difference {
  hidden?: true;
}

/** As `findings.json` has it. The engine does not report a violation's fix, and not always its severity. */
export type PolicyFinding = Omit<Finding, "severity" | "fix"> & Partial<Pick<Finding, "severity" | "fix">>;

/** A resource before and after: absent before it is added and after it is deleted. */
export interface Transition {
  kind: ChangeKind;
  before: GraphResource | undefined;
  after: GraphResource | undefined;
}

/** What a stack would become: one shape, whether the engine previewed it or two renders were compared. */

import type { Finding } from "../finding.ts";
import type { Message } from "../message.ts";
import type { GraphResource } from "../resource.ts";
import type { Owner } from "../urn.ts";
import type { Difference } from "./differences.ts";

export interface ChangeSet {
  stack: string;

  /** Where it was read from, for messages, such as `preview.json`. */
  source: string;

  /** In the order of URNs. */
  changes: Change[];
  messages: Message[];
  findings: PolicyFinding[];

  /** Whether the engine gave up: then this is not all that would change. */
  failed: boolean;
}

export type ChangeKind = "added" | "changed" | "replaced" | "deleted";

export interface Change {
  kind: ChangeKind;
  urn: string;
  type: string;
  name: string;

  /** The component that it stands in; null for what stands in none. */
  owner: Owner | null;

  /** URNs of what it depends on. */
  dependsOn: string[];

  /** Of the inputs of a changed or replaced resource, masked. */
  differences: PathDifference[];

  /** Of its `protect` and `retainOnDelete`. */
  guardDifferences: Difference[];

  /** Paths that make it a replacement, as far as the source says. */
  reasons: string[];

  /** What is lost with it, where it is stateful. */
  lost: string | undefined;

  /** Guards of the resource as it is deployed. */
  protect: boolean;
  retainOnDelete: boolean;

  /** Whether it only leaves the state, and stays where it is. */
  forgotten: boolean;
}

/** `hidden`: something differs there, but only the provider knows what, or it is a secret. */
export interface PathDifference extends Difference {
  hidden?: true;
}

/** As `findings.json` has it. The engine tells of a violation neither how to fix it nor, always, its severity. */
export type PolicyFinding = Omit<Finding, "severity" | "fix"> & Partial<Pick<Finding, "severity" | "fix">>;

/** A resource before and after: absent before it is added and after it is deleted. */
export interface Transition {
  kind: ChangeKind;
  before: GraphResource | undefined;
  after: GraphResource | undefined;
}

/** What has to be in a cluster before a stack is put up, declared as data: the evaluator looks, printers tell. */
import type { ObjectReference } from "../lib/liveCluster.ts";
import type { SecretKeys } from "./secretKeys.ts";

export interface Precondition {
  /** Unlike that of any other one of the stack, such as `Secret mlflow/mlflow-credentials`. */
  name: string;

  /** Keys of the config that ask for it. */
  paths: string[];
  expected: string;

  /** Commands that make it where it is not there, ready to paste into a shell. */
  fix: string;
  look: Look;

  /** The stack goes up without it, so that its lack is worth a warning only. */
  optional?: boolean;
}

/** Where to look, and for what. */
export type Look =
  | { kind: "namespace"; name: string; podSecurity?: "restricted" }
  | { kind: "secret"; namespace: string; name: string; type?: string; keys: SecretKeys; kubectl: string }
  | { kind: "operator"; definitions: ServedDefinitions[]; deployments: RunningDeployment[]; kubectl: string }
  | { kind: "api"; group: string; version: string }
  | { kind: "object"; reference: ObjectReference; has?: Detail }
  | { kind: "defaultStorageClass"; choose: (name: string) => string }
  | { kind: "apiServerPorts"; ports: number[]; choose: (ports: number[]) => string };

/** What an object that is there has to have: none of these conditions at False, a listener, a major version. */
export interface Detail {
  condition?: string;
  listener?: string | undefined;
  major?: number;
}

/** CustomResourceDefinitions by their names, such as `clusters.postgresql.cnpg.io`, and the version they have to serve. */
export interface ServedDefinitions {
  version: string;
  names: string[];
}

/** A Deployment that is told by its labels, whatever its name is. */
export interface RunningDeployment {
  what: string;

  /** Selectors, one of which fits: a project's chart and its manifest may label differently. */
  selectors: string[];

  /** @default any namespace */
  namespace?: string;

  /** What says that it is in another namespace. */
  choose?: (namespace: string) => string;
}

export type State =
  | "met"
  | "unmet"
  /** The stack goes up, and somebody should know. */
  | "doubtful"
  /** The API server forbids to read it, or fails to. */
  | "unread";

export interface Finding {
  state: State;

  /** Empty where it is met. Never holds a value of a Secret. */
  found: string;

  /** Commands for what was found. @default those of the precondition */
  fix?: string;
}

export interface Result extends Required<Finding> {
  precondition: Precondition;
}

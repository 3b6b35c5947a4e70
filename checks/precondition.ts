/** A precondition on the cluster that must be met before a stack is deployed, as data. */
import type { ObjectReference } from "../lib/liveCluster.ts";
import type { SecretKeys } from "./secretKeys.ts";

export interface Precondition {
  /** Unique in the stack, such as `Secret mlflow/mlflow-credentials`. */
  name: string;

  /** Keys of the config that need it. */
  paths: string[];
  expected: string;

  /** Shell commands that create it, ready to paste. */
  fix: string;
  look: Look;

  /** The stack can be deployed without it, so that a warning is enough. */
  optional?: boolean;
}

/** What to look for in the cluster. */
export type Look =
  | { kind: "namespace"; name: string; podSecurity?: "restricted" }
  | { kind: "secret"; namespace: string; name: string; type?: string; keys: SecretKeys; kubectl: string }
  | { kind: "operator"; definitions: ServedDefinitions[]; deployments: RunningDeployment[]; kubectl: string }
  | { kind: "api"; group: string; version: string }
  | { kind: "object"; reference: ObjectReference; has?: Detail }
  | { kind: "defaultStorageClass"; choose: (name: string) => string }
  | { kind: "apiServerPorts"; ports: number[]; choose: (ports: number[]) => string };

/** Required details of an object: a condition that is not False, a listener, a major version. */
export interface Detail {
  condition?: string;
  listener?: string | undefined;
  major?: number;
}

/** CustomResourceDefinitions, such as `clusters.postgresql.cnpg.io`, and the version that they must serve. */
export interface ServedDefinitions {
  version: string;
  names: string[];
}

/** A Deployment, found by its labels. */
export interface RunningDeployment {
  what: string;

  /** Selectors, one of which must match: a project's chart and its manifest may have different labels. */
  selectors: string[];

  /** @default any namespace */
  namespace?: string;

  /** The command that sets the namespace in the config, if it is in another one. */
  choose?: (namespace: string) => string;
}

export type State =
  | "met"
  | "unmet"
  /** The stack can be deployed, with a warning. */
  | "doubtful"
  /** The API server denied the request or failed. */
  | "unread";

export interface Finding {
  state: State;

  /** Empty if it is met. Never contains a value of a Secret. */
  found: string;

  /** Commands that fix the finding. @default those of the precondition */
  fix?: string;
}

export interface Result extends Required<Finding> {
  precondition: Precondition;
}

import { type CrossFieldProblem, crossFieldProblem } from "../crossFieldProblem.ts";
import type { Sections } from "../sections.ts";
import { defaultMaxConnections } from "./database.ts";

/** A worker has a pool for runs and one for users, each of 5 connections and 10 more under load (SQLAlchemy's defaults). */
const connectionsOfWorker = 30;

/** For the operator, for migrations and for garbage collection. */
const reservedConnections = 20;

/** Checks what MLflow needs of the store, the cluster, the gateway and its own database. */
export function mlflowProblems({ cluster, objectStore, mlflow, gateway }: Sections): CrossFieldProblem[] {
  if (mlflow === undefined) {
    return [];
  }
  const { exposure } = mlflow;
  const problems: CrossFieldProblem[] = [];
  if (objectStore === undefined) {
    problems.push(crossFieldProblem("objectStore", "the store for MLflow's artifacts and backups", "nothing"));
  }
  if (exposure.kind === "route" && cluster.platform !== "openshift") {
    const message = "httpRoute or ingress, since cluster.platform is kubernetes";
    problems.push(crossFieldProblem("mlflow.exposure.kind", message, "route"));
  }
  if (exposure.kind === "gateway" && gateway === undefined) {
    const message = "httpRoute, route or ingress, since the stack has no key gateway";
    problems.push(crossFieldProblem("mlflow.exposure.kind", message, "gateway"));
  }
  return [...problems, ...connectionProblems(mlflow), ...namespaceProblems(mlflow, objectStore)];
}

type MlflowConfig = NonNullable<Sections["mlflow"]>;

function connectionProblems({ database, replicas, workers }: MlflowConfig): CrossFieldProblem[] {
  if (database.kind !== "cluster") {
    return [];
  }
  const available = database.parameters.max_connections ?? String(defaultMaxConnections);
  const needed = replicas * workers * connectionsOfWorker + reservedConnections;
  const message = `at least ${needed} for ${replicas} pods of ${workers} workers`;
  // A text that is no number is refused too: every comparison with it is false.
  return Number(available) >= needed
    ? []
    : [crossFieldProblem("mlflow.database.parameters.max_connections", message, available)];
}

/** Existing Secrets cannot be in a namespace that the stack has yet to create. */
function namespaceProblems(mlflow: MlflowConfig, objectStore: Sections["objectStore"]): CrossFieldProblem[] {
  if (mlflow.namespace.kind !== "managed") {
    return [];
  }
  const { credentials, database } = mlflow;
  const paths = [
    credentials.kind === "existing" && "mlflow.credentials",
    database.kind === "external" && "mlflow.database",
    database.kind === "cluster" && database.credentials.kind === "existing" && "mlflow.database.credentials",
    objectStore?.kind === "s3" && objectStore.credentials.kind === "existing" && "objectStore.credentials",
    objectStore?.kind === "s3" && objectStore.ca !== undefined && "objectStore.ca",
  ].filter((path) => path !== false);
  return paths.map((path) =>
    crossFieldProblem(
      "mlflow.namespace.kind",
      `existing, since ${path} names a Secret that has to be in the namespace first`,
      "managed",
    ),
  );
}

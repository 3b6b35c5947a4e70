/** What no single key can be blamed for: keys that need one another, or exclude one another. */
import type { z } from "zod";
import type { CustomParams } from "../lib/diagnostics/check.ts";
import { compareVersions } from "../releases/engine/versions.ts";
import type { cloud } from "./cloud.ts";
import type { cluster } from "./cluster.ts";
import { gatewayContradictions } from "./gateway/crossFieldChecks.ts";
import type { gateway } from "./gateway/gateway.ts";
import { originContradictions } from "./gateway/origin.ts";
import { defaultMaxConnections } from "./mlflow/database.ts";
import type { mlflow } from "./mlflow/mlflow.ts";
import { databaseComponents, type mlops } from "./mlops.ts";
import type { objectStore } from "./objectStore/objectStore.ts";
import { serverContradictions } from "./objectStore/server.ts";
import { telemetryContradictions } from "./telemetry/crossFieldChecks.ts";
import type { telemetry } from "./telemetry/telemetry.ts";

interface Sections {
  domain: string;
  cloud?: z.output<typeof cloud> | undefined;
  cluster: z.output<typeof cluster>;
  objectStore?: z.output<typeof objectStore> | undefined;
  mlflow?: z.output<typeof mlflow> | undefined;
  telemetry?: z.output<typeof telemetry> | undefined;
  gateway?: z.output<typeof gateway> | undefined;
  mlops?: z.output<typeof mlops> | undefined;
}

/** A worker has a pool for runs and one for users, each of 5 connections and 10 more under load (SQLAlchemy's defaults). */
const connectionsOfWorker = 30;

/** For the operator, for migrations and for garbage collection. */
const reservedConnections = 20;

export interface Contradiction {
  path: string[];
  /** What is expected. */
  message: string;
  params: CustomParams & { found: string };
}

export function contradictions({
  domain,
  cloud,
  cluster,
  objectStore,
  mlflow,
  mlops,
  telemetry,
  gateway,
}: Sections): Contradiction[] {
  const found: Contradiction[] = [];
  const say = (path: string, message: string, finding: string) =>
    found.push({ path: path.split("."), message, params: { found: finding } });

  if (objectStore !== undefined && objectStore.kind !== "s3" && cloud?.[objectStore.kind] === undefined) {
    say(
      `cloud.${objectStore.kind}`,
      `the settings of the cloud that objectStore.kind (${objectStore.kind}) names`,
      clouds(cloud),
    );
  }
  const isIrsa = objectStore?.kind === "aws" && objectStore.identity === "irsa";
  if ((isIrsa || objectStore?.kind === "azure") && cluster.oidcIssuer === undefined) {
    say(
      "cluster.oidcIssuer",
      "the issuer of the cluster's service account tokens, which workload identity trusts",
      "nothing",
    );
  }
  if (objectStore?.kind === "aws" && objectStore.identity === "podIdentity" && cluster.name === undefined) {
    say("cluster.name", "the name of the EKS cluster, which Pod Identity associates with", "nothing");
  }
  if (cluster.renderTo !== undefined && cluster.kubeconfig !== undefined) {
    say("cluster.renderTo", "either renderTo or kubeconfig: a stack that renders reaches no cluster", "both");
  }
  if (mlflow !== undefined && objectStore === undefined) {
    say("objectStore", "the store for MLflow's artifacts and backups", "nothing");
  }
  if (mlflow?.exposure.kind === "route" && cluster.platform !== "openshift") {
    say("mlflow.exposure.kind", "httpRoute or ingress where cluster.platform is kubernetes", "route");
  }
  if (mlflow?.exposure.kind === "gateway" && gateway === undefined) {
    say("mlflow.exposure.kind", "httpRoute, route or ingress where the stack has no gateway of its own", "gateway");
  }
  if (mlflow?.database.kind === "cluster") {
    const available = mlflow.database.parameters.max_connections ?? String(defaultMaxConnections);
    const needed = mlflow.replicas * mlflow.workers * connectionsOfWorker + reservedConnections;
    // Turned round, so that a text which is no number is refused too.
    if (!(Number(available) >= needed)) {
      const path = "mlflow.database.parameters.max_connections";
      say(path, `at least ${needed} for ${mlflow.replicas} pods of ${mlflow.workers} workers`, available);
    }
  }
  if (mlops !== undefined && objectStore === undefined && compareVersions(mlops.release, "0.68") >= 0) {
    say("objectStore", "the store for H2O MLOps's models, which 0.68 and later keep in a bucket", "nothing");
  }
  if (mlops !== undefined && mlops.storage.prefix !== "" && objectStore !== undefined && objectStore.kind !== "aws") {
    const message = `nothing: H2O MLOps's addresses of a store of kind ${objectStore.kind} name a whole bucket`;
    say("mlops.storage.prefix", message, mlops.storage.prefix);
  }
  const namesWholeBuckets = objectStore?.kind === "gcp" || objectStore?.kind === "azure";
  if (mlops !== undefined && mlflow !== undefined && namesWholeBuckets && objectStore.buckets.models === undefined) {
    const message = `a bucket for H2O MLOps alone: its identity would own MLflow's artifacts too, since its addresses of a store of kind ${objectStore.kind} name a whole bucket`;
    say("objectStore.buckets.models.name", message, "nothing");
  }
  const isKeyed = objectStore?.kind === "s3" && objectStore.credentials.kind === "existing";
  if (mlops?.namespace.kind === "managed" && isKeyed && modelBucket(objectStore).kind === "managed") {
    const message = "existing, since objectStore.credentials names a Secret that has to be in the namespace first";
    say("mlops.namespace.kind", message, "managed");
  }
  for (const component of databaseComponents.filter((each) => mlops?.databases?.[each]?.kind === "iam")) {
    if (objectStore?.kind !== "aws") {
      say(`mlops.databases.${component}.kind`, "password, where objectStore.kind is not aws", "iam");
    }
    if (mlops?.serviceAccounts[component] === undefined) {
      say(`mlops.serviceAccounts.${component}`, "the service account that logs in to the database", "nothing");
    }
  }
  for (const path of existingSecrets(mlflow, objectStore)) {
    say(
      "mlflow.namespace.kind",
      `existing, since ${path} names a Secret that has to be in the namespace first`,
      "managed",
    );
  }
  return [
    ...found,
    ...(objectStore?.kind === "s3" ? serverContradictions({ objectStore, mlflow, mlops }) : []),
    ...telemetryContradictions(telemetry, mlflow, mlops),
    ...gatewayContradictions({ domain, gateway, mlflow }),
    ...originContradictions(gateway, mlops),
  ];
}

/** The bucket that H2O MLOps keeps its models in. */
function modelBucket({ buckets }: NonNullable<Sections["objectStore"]>) {
  return buckets.models ?? buckets.artifacts;
}

function clouds(cloud: Sections["cloud"]): string {
  return Object.keys(cloud ?? {}).join(", ") || "nothing";
}

/** Paths of Secrets that are expected in a namespace which is only about to be made. */
function existingSecrets(mlflow: Sections["mlflow"], objectStore: Sections["objectStore"]): string[] {
  if (mlflow?.namespace.kind !== "managed") {
    return [];
  }
  const { credentials, database } = mlflow;
  return [
    credentials.kind === "existing" && "mlflow.credentials",
    database.kind === "external" && "mlflow.database",
    database.kind === "cluster" && database.credentials.kind === "existing" && "mlflow.database.credentials",
    objectStore?.kind === "s3" && objectStore.credentials.kind === "existing" && "objectStore.credentials",
    objectStore?.kind === "s3" && objectStore.ca !== undefined && "objectStore.ca",
  ].filter((path) => path !== false);
}

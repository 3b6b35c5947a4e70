import type { z } from "zod";
import { valueAt } from "../../lib/json.ts";
import { compareVersions } from "../../releases/engine/versions.ts";
import { type CrossFieldProblem, crossFieldProblem, superfluousKey } from "../crossFieldProblem.ts";
import type { mlops } from "../mlops/mlops.ts";
import type { Sections } from "../sections.ts";
import type { standaloneTelemetry } from "./telemetry.ts";

type Standalone = z.output<typeof standaloneTelemetry>;

/** What the telemetry service's keys, and those of MLflow's namespace, exclude. */
export function telemetryProblems({
  telemetry: config,
  mlflow: mlflowConfig,
  mlops: mlopsConfig,
}: Sections): CrossFieldProblem[] {
  if (config?.kind === "chart" && mlopsConfig === undefined) {
    return [say("kind", "standalone, since only the chart of the key mlops takes telemetry's values", "chart")];
  }
  const serviceAccount = mlopsConfig?.serviceAccounts.telemetry;
  if (config?.kind === "chart" && isOther(config.serviceAccount.name, serviceAccount)) {
    const message = `${serviceAccount}, which mlops.serviceAccounts.telemetry gives an identity to, or nothing`;
    return [say("serviceAccount.name", message, String(config.serviceAccount.name))];
  }
  if (config?.kind !== "standalone") {
    return [];
  }
  const { namespace } = config;
  return [
    ...(mlopsConfig ? besideMlops(config, mlopsConfig) : []),
    ...(namespace.kind === "managed" ? inNewNamespace(config) : []),
    ...(mlflowConfig && isMadeForBoth(namespace, mlflowConfig.namespace)
      ? [say("namespace.name", "another namespace than MLflow's, or kind existing for both", namespace.name)]
      : []),
  ];
}

/** Source: H2O MLOps guide, 0.68, "Deployment of MLOps Telemetry …", and 0.70, "Workload identity and IAM authentication". */
function besideMlops({ database }: Standalone, { release, values }: z.output<typeof mlops>): CrossFieldProblem[] {
  if (compareVersions(release, "0.68") < 0) {
    const message = "nothing before 0.68: a cron job of H2O MLOps's storage publishes the same events";
    return [superfluousKey("telemetry", message, `mlops.release ${release}`)];
  }
  const runsInChart = valueAt(values, ["telemetry", "enabled"]) === true;
  const twice = "chart, or no telemetry.enabled in mlops.values: two services would publish the same events";
  const early = `connectionString: IAM login came with 0.70, and mlops.release is ${release}`;
  return [
    ...(runsInChart ? [say("kind", twice, "standalone")] : []),
    ...(database.kind === "iam" && compareVersions(release, "0.70") < 0 ? [say("database.kind", early, "iam")] : []),
  ];
}

function isOther(name: string | undefined, expected: string | undefined): boolean {
  return name !== undefined && expected !== undefined && name !== expected;
}

/** A namespace that is only about to be made has no Secret, and enforces Pod Security `restricted`. */
function inNewNamespace({ database, image, podSecurityContext, containerSecurityContext }: Standalone) {
  const secrets = [
    database.kind === "connectionString" && "telemetry.database",
    image.pullSecretName !== undefined && "telemetry.image",
  ].filter((path) => path !== false);
  const contexts = Object.entries({ podSecurityContext, containerSecurityContext });
  const off = contexts.filter(([, { enabled }]) => !enabled).map(([key]) => key);
  return [
    ...secrets.map((path) =>
      say("namespace.kind", `existing, since ${path} names a Secret that has to be in the namespace first`, "managed"),
    ),
    ...off.map((key) =>
      say(`${key}.enabled`, "true, since the namespace made here enforces Pod Security `restricted`", "false"),
    ),
  ];
}

function isMadeForBoth(...namespaces: Standalone["namespace"][]): boolean {
  return new Set(namespaces.map(({ name }) => name)).size === 1 && namespaces.some(({ kind }) => kind === "managed");
}

function say(path: string, message: string, found: string): CrossFieldProblem {
  return crossFieldProblem(`telemetry.${path}`, message, found);
}

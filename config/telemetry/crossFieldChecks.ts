import type { z } from "zod";
import { valueAt } from "../../lib/json.ts";
import { compareVersions } from "../../releases/engine/versions.ts";
import { type CrossFieldProblem, crossFieldProblem, superfluousKey } from "../crossFieldProblem.ts";
import type { mlops } from "../mlops/mlops.ts";
import type { Sections } from "../sections.ts";
import type { standaloneTelemetry } from "./telemetry.ts";

type Standalone = z.output<typeof standaloneTelemetry>;

/** Checks the keys of the telemetry service against those of H2O MLOps and MLflow. */
export function telemetryProblems({
  telemetry: config,
  mlflow: mlflowConfig,
  mlops: mlopsConfig,
}: Sections): CrossFieldProblem[] {
  if (config?.kind === "chart" && mlopsConfig === undefined) {
    return [
      telemetryProblem(
        "kind",
        "standalone, since kind chart needs the key mlops, whose chart runs the service",
        "chart",
      ),
    ];
  }
  const serviceAccount = mlopsConfig?.serviceAccounts.telemetry;
  if (config?.kind === "chart" && isOther(config.serviceAccount.name, serviceAccount)) {
    const message = `${serviceAccount}, which mlops.serviceAccounts.telemetry gives an identity to, or nothing`;
    return [telemetryProblem("serviceAccount.name", message, String(config.serviceAccount.name))];
  }
  if (config?.kind !== "standalone") {
    return [];
  }
  const { namespace } = config;
  return [
    ...(mlopsConfig ? besideMlops(config, mlopsConfig) : []),
    ...(namespace.kind === "managed" ? inNewNamespace(config) : []),
    ...(mlflowConfig && isMadeForBoth(namespace, mlflowConfig.namespace)
      ? [
          telemetryProblem(
            "namespace.name",
            "another namespace than MLflow's, or kind existing for both",
            namespace.name,
          ),
        ]
      : []),
  ];
}

/** Source: H2O MLOps guide, 0.68, "Deployment of MLOps Telemetry …", and 0.70, "Workload identity and IAM authentication". */
function besideMlops({ database }: Standalone, { release, values }: z.output<typeof mlops>): CrossFieldProblem[] {
  if (compareVersions(release, "0.68") < 0) {
    const message = "no such key before 0.68, where a cron job of H2O MLOps's storage publishes the same events";
    return [superfluousKey("telemetry", message, `mlops.release ${release}`)];
  }
  const runsInChart = valueAt(values, ["telemetry", "enabled"]) === true;
  const twice = "chart, or no telemetry.enabled in mlops.values: two services would publish the same events";
  const early = `connectionString: IAM login came with 0.70, and mlops.release is ${release}`;
  return [
    ...(runsInChart ? [telemetryProblem("kind", twice, "standalone")] : []),
    ...(database.kind === "iam" && compareVersions(release, "0.70") < 0
      ? [telemetryProblem("database.kind", early, "iam")]
      : []),
  ];
}

function isOther(name: string | undefined, expected: string | undefined): boolean {
  return name !== undefined && expected !== undefined && name !== expected;
}

/** A namespace that the stack creates has no Secret yet, and enforces Pod Security `restricted`. */
function inNewNamespace({ database, image, podSecurityContext, containerSecurityContext }: Standalone) {
  const secrets = [
    database.kind === "connectionString" && "telemetry.database",
    image.pullSecretName !== undefined && "telemetry.image",
  ].filter((path) => path !== false);
  const contexts = Object.entries({ podSecurityContext, containerSecurityContext });
  const off = contexts.filter(([, { enabled }]) => !enabled).map(([key]) => key);
  return [
    ...secrets.map((path) =>
      telemetryProblem(
        "namespace.kind",
        `existing, since ${path} names a Secret that has to be in the namespace first`,
        "managed",
      ),
    ),
    ...off.map((key) =>
      telemetryProblem(
        `${key}.enabled`,
        "true, since the namespace that the stack creates enforces Pod Security `restricted`",
        "false",
      ),
    ),
  ];
}

function isMadeForBoth(...namespaces: Standalone["namespace"][]): boolean {
  return new Set(namespaces.map(({ name }) => name)).size === 1 && namespaces.some(({ kind }) => kind === "managed");
}

function telemetryProblem(path: string, message: string, found: string): CrossFieldProblem {
  return crossFieldProblem(`telemetry.${path}`, message, found);
}

import type { z } from "zod";
import type { Contradiction } from "./contradictions.ts";
import type { mlflow } from "./mlflow.ts";
import type { mlops } from "./mlops.ts";
import type { standaloneTelemetry, telemetry } from "./telemetry.ts";

type Standalone = z.output<typeof standaloneTelemetry>;

/** What the telemetry service's keys, and those of MLflow's namespace, exclude. */
export function telemetryContradictions(
  config: z.output<typeof telemetry> | undefined,
  mlflowConfig: z.output<typeof mlflow> | undefined,
  mlopsConfig: z.output<typeof mlops> | undefined,
): Contradiction[] {
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
    ...(namespace.kind === "managed" ? inNewNamespace(config) : []),
    ...(mlflowConfig && isMadeForBoth(namespace, mlflowConfig.namespace)
      ? [say("namespace.name", "another namespace than MLflow's, or kind existing for both", namespace.name)]
      : []),
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

function say(path: string, message: string, found: string): Contradiction {
  return { path: ["telemetry", ...path.split(".")], message, params: { found } };
}

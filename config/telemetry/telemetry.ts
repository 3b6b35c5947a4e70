import { z } from "zod";
import { namespaceChoice } from "../namespace.ts";
import { nodeSelector, tolerations } from "../placement.ts";
import { byteQuantity, cpuQuantity, kubernetesName, secretName, serverName, tcpPort } from "../values.ts";
import { databaseLogin } from "./databaseLogin.ts";

/** What the service takes when nothing sets it. Source: H2O MLOps guide, 0.68, "Scheduler routine for MLOps Telemetry". */
export const schedulerInterval = { variable: "SCHEDULER_INTERVAL_SECONDS", default: 300 } as const;

const serverAddress = z
  .string()
  .refine((address) => {
    const [, host, port] = /^(.+):([0-9]+)$/.exec(address) ?? [];
    return serverName.safeParse(host).success && tcpPort.safeParse(Number(port)).success;
  }, "host:port such as telemetry.example.svc:80")
  .describe("Where events go, `host:port`.");

const tag = z
  .string()
  .regex(/^\w[\w.-]{0,127}$/, "an image's tag")
  .describe("Its tag.");

/** Settings that the service has however it runs. Source: the same guide's block of Helm values. */
const settings = {
  replicas: z.int().min(1).default(1).describe("Pods. Nothing says that they share the work: one is meant."),
  nodeSelector,
  tolerations,
  serverAddress,
  logLevel: z.string().min(1).default("error").describe("Log level, as the service spells it; the guide has `error`."),
  schedulerIntervalSeconds: z
    .int()
    .min(1)
    .default(schedulerInterval.default)
    .describe("Seconds between two publications."),
};

const serviceAccountName = kubernetesName.optional();

const enabled = z.boolean().default(true);

const id = z.int().min(1).max(2_147_483_647).optional();

/** A context that is off has nothing to override. */
function isOffOrEmpty({ enabled: on, ...others }: { enabled: boolean }): boolean {
  return on || Object.values(others).every((value) => value === undefined);
}
const nothingElse = "nothing else where enabled is false";

const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "the name of an environment variable");

/** A Deployment of its own. What no source gives, the image's registry and its variables, is asked for. */
export const standaloneTelemetry = z.strictObject({
  kind: z.literal("standalone"),
  namespace: namespaceChoice,
  image: z
    .strictObject({
      repository: z
        .string()
        .regex(
          /^(localhost|[a-z0-9-]+(\.[a-z0-9-]+)+|[a-z0-9.-]+:[0-9]+)(\/[a-z0-9._-]+)+$/,
          "a repository with its registry, such as registry.example.com/h2oai-modelstorage-telemetry",
        )
        .describe("Registry and repository. No public source names the registry."),
      tag,
      pullSecretName: secretName.optional().describe("Secret with the registry's credentials. Default: none."),
    })
    .describe("Image of the service."),
  ...settings,
  serverPodPort: tcpPort
    .optional()
    .describe(
      "Port of the server's pods, where its Service maps to another: network policies see that one. Default: the port of the address.",
    ),
  variables: z
    .strictObject({
      serverAddress: variable.describe("Variable with the server's address."),
      logLevel: variable.describe("Variable with the log level."),
      connectionString: variable.describe("Variable with the database's connection string."),
    })
    .refine(
      (names) => new Set([...Object.values(names), schedulerInterval.variable]).size === 4,
      `three different names, none of them ${schedulerInterval.variable}`,
    )
    .describe("Environment variables that the image reads. No public source names them."),
  database: databaseLogin,
  serviceAccount: z
    .strictObject({ name: serviceAccountName.describe("Its name. Default: `telemetry`.") })
    .prefault({})
    .describe("Service account, made here."),
  podSecurityContext: z
    .strictObject({
      enabled: enabled.describe("Set it; otherwise the cluster's admission decides."),
      runAsUser: id.describe("User id. Default: 10001, or OpenShift's."),
      runAsGroup: id.describe("Group id. Default: 10001, or OpenShift's."),
      fsGroup: id.describe("Group of volumes. Default: 10001, or OpenShift's."),
    })
    .refine(isOffOrEmpty, nothingElse)
    .prefault({})
    .describe("Security context of pods, as Pod Security `restricted` wants it."),
  containerSecurityContext: z
    .strictObject({
      enabled: enabled.describe("Set it; otherwise the cluster's admission decides."),
      readOnlyRootFilesystem: z.boolean().optional().describe("Whether the root is read-only. Default: `true`."),
    })
    .refine(isOffOrEmpty, nothingElse)
    .prefault({})
    .describe("Security context of containers, as Pod Security `restricted` wants it."),
  resources: z
    .strictObject({
      cpu: cpuQuantity.default("50m").describe("CPU that a pod asks for."),
      memory: byteQuantity.default("256Mi").describe("Memory that a pod asks for, and its limit."),
    })
    .prefault({})
    .describe("Resources of a pod. No source gives the service's needs: watch it, and raise them."),
});

/** Keys of the guide's block. */
const chartKeys = [
  "enabled",
  "image",
  "replicaCount",
  "nodeSelector",
  "tolerations",
  "podSecurityContext",
  "containerSecurityContext",
  "serviceAccount",
  "serverAddress",
  "config",
];

/** Values for H2O MLOps' own chart, and no more than the guide's block has: the chart decides the rest. */
export const chartTelemetry = z
  .strictObject({
    kind: z.literal("chart"),
    image: z
      .strictObject({
        repository: z.string().min(1).describe("Repository, as the chart wants it."),
        tag,
      })
      .describe("Image of the service."),
    ...settings,
    environment: z
      .strictObject({
        key: z
          .string()
          .regex(/^[A-Za-z]\w*$/, "a key below telemetry")
          .refine((key) => !chartKeys.includes(key), "a key that the guide's block does not have")
          .describe("Key below the chart's `telemetry`."),
        form: z.enum(["list", "map"]).describe("A list of `name` and `value`, or a map."),
      })
      .optional()
      .describe("Where the chart takes environment variables, which no source says. Needed for another interval."),
    serviceAccount: z
      .strictObject({ name: serviceAccountName.describe("Its name. Default: the chart's.") })
      .prefault({})
      .describe("Service account."),
    podSecurityContext: z
      .strictObject({ enabled: enabled.describe("Whether the chart sets its own.") })
      .prefault({})
      .describe("Security context of pods."),
    containerSecurityContext: z
      .strictObject({ enabled: enabled.describe("Whether the chart sets its own.") })
      .prefault({})
      .describe("Security context of containers."),
  })
  .refine(
    ({ schedulerIntervalSeconds, environment }) =>
      schedulerIntervalSeconds === schedulerInterval.default || environment !== undefined,
    {
      path: ["environment"],
      error: `where the chart takes environment variables, for another interval than ${schedulerInterval.default}`,
    },
  );

export const telemetry = z
  .discriminatedUnion("kind", [standaloneTelemetry, chartTelemetry])
  .describe("Telemetry service of H2O MLOps 0.68 and later, as a Deployment of its own or through the vendor's chart.");

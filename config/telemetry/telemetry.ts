import { z } from "zod";
import { namespaceChoice } from "../namespace.ts";
import { nodeSelector, tolerations } from "../placement.ts";
import { byteQuantity, cpuQuantity, kubernetesName, secretName, serverName, tcpPort } from "../values.ts";
import { databaseLogin } from "./databaseLogin.ts";

/** Interval of publications: its variable and default. Source: H2O MLOps guide, 0.68, "Scheduler routine for MLOps Telemetry". */
export const schedulerInterval = { variable: "SCHEDULER_INTERVAL_SECONDS", default: 300 } as const;

const serverAddress = z
  .string()
  .refine((address) => {
    const [, host, port] = /^(.+):([0-9]+)$/.exec(address) ?? [];
    return serverName.safeParse(host).success && tcpPort.safeParse(Number(port)).success;
  }, "host:port such as telemetry.example.svc:80")
  .describe("Server that events are sent to, as `host:port`.");

const tag = z
  .string()
  .regex(/^\w[\w.-]{0,127}$/, "an image's tag")
  .describe("Tag of the image.");

/** Settings that the service has however it runs. Source: the same guide's block of Helm values. */
const settings = {
  replicas: z
    .int()
    .min(1)
    .default(1)
    .describe("Pods. No source says that several share the work, so one is the safe number."),
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

/** Whether a security context that is disabled has no other keys. */
function isOffOrEmpty({ enabled: on, ...others }: { enabled: boolean }): boolean {
  return on || Object.values(others).every((value) => value === undefined);
}
const noOtherKeys = "no other keys where enabled is false";

const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "the name of an environment variable");

/** The service as a Deployment of its own. No source names the image's registry and variables, so these keys are required. */
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
      "Port of the server's pods, where it is not the Service's: network policies apply to the pods' port. Default: the port of the address.",
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
    .strictObject({ name: serviceAccountName.describe("Name of the service account. Default: `telemetry`.") })
    .prefault({})
    .describe("Service account, which the stack creates."),
  podSecurityContext: z
    .strictObject({
      enabled: enabled.describe("Set the context; otherwise the cluster's admission decides."),
      runAsUser: id.describe("User id. Default: 10001, or OpenShift's."),
      runAsGroup: id.describe("Group id. Default: 10001, or OpenShift's."),
      fsGroup: id.describe("Group of volumes. Default: 10001, or OpenShift's."),
    })
    .refine(isOffOrEmpty, noOtherKeys)
    .prefault({})
    .describe("Security context of pods, as Pod Security `restricted` requires it."),
  containerSecurityContext: z
    .strictObject({
      enabled: enabled.describe("Set the context; otherwise the cluster's admission decides."),
      readOnlyRootFilesystem: z.boolean().optional().describe("Whether the root is read-only. Default: `true`."),
    })
    .refine(isOffOrEmpty, noOtherKeys)
    .prefault({})
    .describe("Security context of containers, as Pod Security `restricted` requires it."),
  resources: z
    .strictObject({
      cpu: cpuQuantity.default("50m").describe("CPU request of a pod."),
      memory: byteQuantity.default("256Mi").describe("Memory request and limit of a pod."),
    })
    .prefault({})
    .describe("Resources of a pod. No source gives the service's needs: watch it, and raise them."),
});

/** Keys below `telemetry` in the guide's block of Helm values. */
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
        repository: z.string().min(1).describe("Repository, in the form that the chart expects."),
        tag,
      })
      .describe("Image of the service."),
    ...settings,
    environment: z
      .strictObject({
        key: z
          .string()
          .regex(/^[A-Za-z]\w*$/, "a key below telemetry")
          .refine((key) => !chartKeys.includes(key), "a key that is not in the guide's block of Helm values")
          .describe("Key below the chart's `telemetry`."),
        form: z.enum(["list", "map"]).describe("A list of `name` and `value`, or a map."),
      })
      .optional()
      .describe("Key of the chart for environment variables, which no source names. Needed to change the interval."),
    serviceAccount: z
      .strictObject({ name: serviceAccountName.describe("Name of the service account. Default: the chart's.") })
      .prefault({})
      .describe("Service account."),
    podSecurityContext: z
      .strictObject({ enabled: enabled.describe("Whether the chart sets its own security context.") })
      .prefault({})
      .describe("Security context of pods."),
    containerSecurityContext: z
      .strictObject({ enabled: enabled.describe("Whether the chart sets its own security context.") })
      .prefault({})
      .describe("Security context of containers."),
  })
  .refine(
    ({ schedulerIntervalSeconds, environment }) =>
      schedulerIntervalSeconds === schedulerInterval.default || environment !== undefined,
    {
      path: ["environment"],
      error: `the chart's key for environment variables, which an interval other than ${schedulerInterval.default} needs`,
    },
  );

export const telemetry = z
  .discriminatedUnion("kind", [standaloneTelemetry, chartTelemetry])
  .describe("Telemetry service of H2O MLOps 0.68 and later, as a Deployment of its own or through the vendor's chart.");

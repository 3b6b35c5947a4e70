import { z } from "zod";
import { deploymentSchema } from "../../releases/engine/inventory.ts";
import { compareVersions, pathBetween, requestedVersion } from "../../releases/engine/versions.ts";
import { answersSchema, securityOptionNames } from "../../releases/h2o-mlops/answers.ts";
import { h2oMlops } from "../../releases/h2o-mlops/product.ts";
import { isTooShort } from "../../releases/h2o-mlops/retention.ts";
import { namespaceChoice } from "../namespace.ts";
import {
  chartPath,
  databaseResourceId,
  hostName,
  identifier,
  kubernetesName,
  secretText,
  tcpPort,
  webOrigin,
} from "../values.ts";

const releases = h2oMlops.releases.map(({ version }) => version);

const release = z.string().superRefine((text, context) => {
  for (const { expected } of requestedVersion("release", text, releases).problems) {
    context.addIssue({ code: "custom", message: expected });
  }
});

/** A path that no guide names: it is found in the chart. */
const valuesPath = z
  .string()
  .regex(/^[^.\s]+(\.[^.\s]+)*$/, "a dotted path of the chart's values, such as storage.database.url");

const serviceAccount = kubernetesName.describe("Name of its service account, as the chart makes it.");

const chart = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("repository"),
    repository: z
      .url({
        protocol: /^(https?|oci)$/,
        error: "a URL such as https://charts.example.com or oci://registry.example.com",
      })
      .describe("Address of the repository, or of the registry with its path."),
    name: z.string().min(1).describe("Name of the chart."),
    version: z.string().min(1).describe("Version of the chart."),
    username: z.string().min(1).optional().describe("User of the repository."),
    password: secretText().optional().describe("Password of the user."),
  }),
  z.strictObject({
    kind: z.literal("local"),
    path: chartPath.describe("Folder or .tgz file."),
  }),
]);

export const databaseUser = z.strictObject({
  host: hostName.describe("Host name of the server."),
  port: tcpPort.default(5432).describe("TCP port."),
  database: z.string().min(1).describe("Name of the database."),
  user: identifier.describe("User that logs in."),
});

/** The two forms of connection strings in the guide; the library that reads them is the same for all components. */
const database = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("iam"),
    ...databaseUser.shape,
    resourceId: databaseResourceId.describe("Id that RDS gave the server."),
  }),
  z.strictObject({
    kind: z.literal("password"),
    ...databaseUser.shape,
    sslMode: z
      .enum(["disable", "allow", "prefer", "require", "verify-ca", "verify-full"])
      .default("verify-full")
      .describe("TLS to the server, as libpq calls it."),
    password: secretText().describe("Password of the user."),
  }),
]);

export const databaseComponents = ["storage", "telemetry", "deployer"] as const;

const valuesPaths = z
  .strictObject({
    storage: valuesPath.optional().describe("Path for storage."),
    telemetry: valuesPath.optional().describe("Path for telemetry."),
    deployer: valuesPath.optional().describe("Path for the deployer."),
  })
  .prefault({})
  .describe("Paths in the chart's values for the connection strings. No guide names them, so the stack has to.");

const databases = z
  .strictObject({
    storage: database.optional().describe("Database of storage: IAM login of AWS, or a password."),
    telemetry: database.optional().describe("Database of telemetry: IAM login of AWS, or a password."),
    deployer: database.optional().describe("Database of the deployer: a password in the guide."),
    valuesPath: valuesPaths,
  })
  .superRefine(checkConnectionPaths);

// The last option came with 0.69 (guide: PBKDF2 hash support).
const securityOption = z.enum([...securityOptionNames, "PASSPHRASE_HASH_TYPE_PBKDF2"]);

const securityOptions = z
  .strictObject({
    activated: z
      .array(securityOption)
      .min(1, "at least one security option")
      .describe("Options that users can choose."),
    default: securityOption.describe("Option that a new deployment has, one of the activated."),
  })
  .refine((options) => options.activated.includes(options.default), {
    path: ["default"],
    error: "one of the activated security options",
  });

/** As in the deployments file, and strict: a key that is misspelt would hide a blocker. */
const runningDeployment = z.strictObject({
  ...deploymentSchema.shape,
  model: z.strictObject(deploymentSchema.shape.model.unwrap().unwrap().shape).nullish(),
});

export const mlops = z
  .strictObject({
    namespace: namespaceChoice,
    chart: chart.describe("The vendor's chart: in a repository, or a local copy."),
    release: release.describe("Release to deploy, such as 0.68 or 0.69.1; the chart is that release's."),
    valuesRelease: release
      .optional()
      .describe("Release that `values` were written for; they are upgraded from it to `release`. Default: `release`."),
    values: z
      .record(z.string(), z.json())
      .default({})
      .describe("Values for the chart. They win over those that the platform sets."),
    answers: answersSchema.prefault({}).describe("Answers to the questions that the upgrade asks."),
    deployments: z
      .array(runningDeployment)
      .optional()
      .describe("Deployments that run on the platform, which the upgrade checks for blockers."),
    serviceAccounts: z
      .strictObject({
        storage: serviceAccount,
        telemetry: serviceAccount.optional(),
        deployer: serviceAccount.optional(),
      })
      .describe("Service accounts that get an identity of the cloud."),
    storage: z
      .strictObject({
        prefix: z
          .string()
          .regex(/^([A-Za-z0-9]([A-Za-z0-9/_.-]*[A-Za-z0-9])?)?$/, "a path without slashes at its ends")
          .default("")
          .describe("Path of models in their bucket, on AWS only: elsewhere H2O MLOps takes the whole bucket."),
        migrate: z
          .boolean()
          .default(false)
          .describe("Deploy 0.68 in MIGRATE mode: its Job copies models from the volume to the bucket."),
      })
      .prefault({})
      .describe("Storage of models."),
    databases: databases.optional().describe("Databases, for the connection strings that 0.70 and later take."),
    securityOptions: securityOptions.optional().describe("Security of deployments, by name, as of 0.68."),
    allowedOrigin: webOrigin.optional().describe("Origin that browsers may call from."),
    maxDeploymentReplicas: z.int().min(1).optional().describe("Replicas that a new deployment can have, as of 0.68."),
    monitoringRetention: z
      .string()
      .min(1)
      .refine(
        (period) => isTooShort(retentionValue(period)).length === 0,
        "INF, or a duration of at least 1h such as 720h",
      )
      .optional()
      .describe("How long monitoring data of a project is kept, as of 0.67."),
    verticalPodAutoscaler: z
      .strictObject({
        valuesPath: valuesPath.describe("Path of the chart's switch. No guide names it, so the stack has to."),
      })
      .optional()
      .describe("Lets the deployer use the Vertical Pod Autoscaler, as of 0.68; the cluster has to run it."),
  })
  .superRefine(checkRelease)
  .describe("H2O MLOps.");

/** The login of a component. A password is left out, since it follows from the user. */
type Login = Partial<z.output<typeof databaseUser>> & { kind?: unknown };

/** Checks that every database has a path for its connection string, and that none overwrites another's. */
export function checkConnectionPaths(
  {
    valuesPath,
    ...given
  }: Partial<Record<(typeof databaseComponents)[number], Login | undefined>> & {
    valuesPath: z.output<typeof valuesPaths>;
  },
  context: z.RefinementCtx,
): void {
  const placed = databaseComponents.flatMap((component) => {
    const login = given[component];
    return login === undefined ? [] : [{ component, login, path: valuesPath[component] }];
  });
  const say = (component: string, message: string) =>
    context.addIssue({ code: "custom", path: ["valuesPath", component], message });
  for (const [index, { component, login, path }] of placed.entries()) {
    if (path === undefined) {
      say(component, `the path at which the chart takes the connection string of ${component}`);
    } else {
      const other = placed.slice(0, index).find((each) => overwrites({ path, login }, each));
      if (other !== undefined) {
        say(component, `another path than that of ${other.component}, which has another connection string`);
      }
    }
  }
}

/** Whether one connection string would overwrite the other. Components that log in alike may share one. */
function overwrites(one: { path: string; login: Login }, other: { path: string | undefined; login: Login }): boolean {
  const [own, others] = [`${one.path}.`, `${other.path}.`];
  const key = ({ kind, host, port, database, user }: Login) => JSON.stringify([kind, host, port, database, user]);
  return own === others
    ? key(one.login) !== key(other.login)
    : other.path !== undefined && (own.startsWith(others) || others.startsWith(own));
}

/** Checks that values are not upgraded backwards, and that the release has the security options. */
export function checkRelease(
  {
    release,
    valuesRelease = release,
    securityOptions,
  }: {
    release: string;
    valuesRelease?: string | undefined;
    securityOptions?: { activated: string[] } | undefined;
  },
  context: z.RefinementCtx,
): void {
  // Source: migration guide, "PBKDF2 hash support".
  if (compareVersions(release, "0.69") < 0 && securityOptions?.activated.includes("PASSPHRASE_HASH_TYPE_PBKDF2")) {
    const message = "no PASSPHRASE_HASH_TYPE_PBKDF2, which came with 0.69";
    context.addIssue({ code: "custom", path: ["securityOptions", "activated"], message });
  }
  const [from, to] = [requestedVersion("", valuesRelease, releases), requestedVersion("", release, releases)];
  if (from.data && to.data && pathBetween(from.data, to.data, releases).data === undefined) {
    const message = `${valuesRelease} or later, since the values were written for ${valuesRelease}`;
    context.addIssue({ code: "custom", path: ["release"], message });
  }
}

function retentionValue(period: string) {
  return { values: { monitor_influxdb_per_project_data_retention_period: period } };
}

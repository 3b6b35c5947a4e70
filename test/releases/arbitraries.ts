import fc from "fast-check";
import type { JsonMap } from "../../lib/json.ts";
import { securityOptionNames } from "../../releases/h2o-mlops/answers.ts";

/** Marks every text that could be a secret. */
export const canary = "canary-4711";

const secret = fc.nat(99).map((number) => `${canary}-${number}`);
const flag = fc.option(fc.boolean());
const text = fc.string({ maxLength: 8 });
const some = <T>(shape: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) => fc.record(shape, { requiredKeys: [] });

/** Keys that no guide names, with anything below them. */
const unknown = fc.dictionary(
  fc.constantFrom("unknown", "other-key", "dotted.key", "constructor", "nested").map((key) => `x ${key}`),
  fc.oneof(secret, fc.jsonValue({ maxDepth: 2, noUnicodeString: false }), fc.array(secret, { maxLength: 2 })),
  { maxKeys: 2 },
);

/** Known keys of the right types, with unknown ones beside them; null anywhere, as Helm allows. */
function map<T extends object>(shape: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) {
  return fc.option(fc.tuple(some(shape), unknown).map(([known, extra]) => ({ ...known, ...extra })));
}

function variables(...names: string[]) {
  const name = fc.constantFrom(...names, "KEPT", "OTHER");
  return fc.oneof(
    map({ env: fc.dictionary(name, secret, { maxKeys: 3 }) }),
    map({ extraEnv: fc.array(fc.record({ name, value: secret }), { maxLength: 4 }) }),
  );
}

const tls = fc.oneof(flag, map({ enabled: flag }));
const terms = fc.array(some({ matchExpression: fc.nat(9), matchExpressions: fc.nat(9), key: fc.nat(9) }), {
  maxLength: 2,
});
const names = fc.constantFrom<string>(...securityOptionNames);

const storage = map({
  serviceAccount: map({ create: flag, annotations: fc.constant({ "azure.workload.identity/client-id=abc": null }) }),
  persistence: map({ enabled: flag }),
  cloudPersistence: map({
    enabled: flag,
    url: fc.constantFrom("s3://bucket?region=r", "gs://bucket", `s3://user:${canary}@host`, null),
    access_key_id: secret,
    secret_access_key: secret,
  }),
  pvcMigration: map({ enabled: flag, access_key_id: secret }),
  migrator: variables("ENABLE_USER_EXTERNALID_UPDATE"),
  tls,
});

/** Values that H2O MLOps 0.66.1 takes. */
export const mlopsValues: fc.Arbitrary<JsonMap> = map({
  storage,
  securityOptions: fc.oneof(
    fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }),
    map({ activated: fc.array(names, { maxLength: 3 }), default: names }),
  ),
  deploymentEnvironment: map({ corsOrigin: fc.constantFrom("*", "https://a.example.com") }),
  global: map({ cors: map({ allowedOrigin: fc.constantFrom("*", "https://b.example.com") }) }),
  maxDeploymentReplicas: fc.option(fc.nat(20)),
  tls,
  deployer: map({
    tls,
    affinity: map({ terms }),
    nodeTolerations: terms,
    telemetry: map({ auth: map({ tlsEnabled: flag }) }),
  }),
  telemetry: map({ serverSecurityEnabled: flag }),
  apiGateway: map({
    authorization: map({ enabled: flag, allowedUserRoles: fc.array(text, { maxLength: 2 }) }),
    config: map({ userJwtClaim: text, allowedUserRoles: fc.array(text, { maxLength: 2 }) }),
  }),
  mlops: map({ config: map({ models: map({ monitoringEnabled: flag, monitoringMigrationEnabled: flag }) }) }),
  scorer: variables("H2O_SCORER_AUTHORIZATION_HEADER", "H2O_SCORER_FORWARD_HEADERS", "H2O_SCORER_WORKERS"),
}).map((values) => (values ?? {}) as JsonMap);

export const mlopsDeployment: fc.Arbitrary<JsonMap> = fc
  .tuple(
    fc.record(
      {
        name: fc.constantFrom("churn", "fraud", "price", "text"),
        runtime: fc.constantFrom(
          "dai_mojo_runtime",
          "h2o3_mojo_runtime",
          "pickle-3.12.7",
          "python-scorer_hydrogen_torch_38",
          "python-scorer_mlflow_39",
        ),
        image: fc.constantFrom("r/rest-scorer:1.5.2", "r/rest-scorer:v1.5.4", "r/dai:1.10.6-cuda11.2.2", "r/x:latest"),
        replicas: fc.option(fc.nat(9)),
        monitoring: flag,
        env: fc.dictionary(
          fc.constantFrom("H2O_SCORER_WORKERS", "H2O_SCORER_AUTHORIZATION_HEADER", "LICENSE_KEY", "TOKEN"),
          fc.oneof(fc.constantFrom("Authorization", "traceparent", "4"), fc.nat(9)),
          { maxKeys: 3 },
        ),
        model: some({
          framework: fc.constantFrom("driverless-ai", "mlflow", "hydrogen-torch", "pickle"),
          version: fc.constantFrom("1.10.4.3", "1.10.6.3", "1.11.0"),
          python: fc.constantFrom<string | number>("3.7", "3.8", "3.9", "3.10", 3.9),
        }),
      },
      { requiredKeys: ["name"] },
    ),
    unknown,
    fc.option(secret),
  )
  .map(([deployment, extra, token]) => ({
    ...deployment,
    ...(token !== null && { env: { ...deployment.env, TOKEN: token } }),
    ...extra,
  })) as fc.Arbitrary<JsonMap>;

const objectStore = fc.constantFrom(
  { provider: "s3", bucket: "b", region: "r", prefix: "p", roleArn: "arn" },
  { provider: "gcs", bucket: "b", region: "r", serviceAccount: "sa" },
  { provider: "azureblob", bucket: "b", region: "r", accountName: "a", clientId: "c" },
  { provider: "minio", bucket: "b", region: "r", endpoint: "https://m", accessKeyId: canary, secretAccessKey: canary },
);

export const mlopsAnswers: fc.Arbitrary<JsonMap> = some({
  securityOptions: fc.dictionary(fc.constantFrom("0", "1", "2", "3", "4"), names),
  securityDefault: names,
  objectStore,
  storageMigrated: fc.boolean(),
  mtls: fc.constantFrom("mesh", "none"),
  migrateMonitoring: fc.boolean(),
  authzPolicyDefined: fc.boolean(),
  acknowledge: fc.subarray(["gateway-api", "storage-migrated", "old-volume"]),
}) as fc.Arbitrary<JsonMap>;

/** Two releases of H2O MLOps, the earlier one first. */
export const mlopsReleases = fc
  .subarray(["0.66", "0.67", "0.68", "0.69", "0.70", "1.0", "1.1"], { minLength: 2, maxLength: 2 })
  .map(([from = "", to = ""]) => ({ from, to }));

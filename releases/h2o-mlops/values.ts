/**
 * Schema of the Helm values of H2O MLOps, with the keys that the migration guide names, at the depth where it prints
 * them. The chart is not public, so all other keys pass.
 */
import { z } from "zod";
import { count, flag, map, secret, text } from "../engine/valuesSchema.ts";

const texts = z.record(z.string(), z.union([z.string(), z.null()])).nullish();
const roles = z.array(z.string()).nullish();

/** A switch, or a map of settings that may hold secrets. */
const tls = z.union([z.boolean(), z.looseObject({ enabled: flag })]).nullish();

const common = {
  global: map({
    cors: map({ allowedOrigin: z.union([z.string(), z.array(z.string())]).nullish() }),
    components: map({ influxdb: map({ enabled: flag }), superset: map({ enabled: flag }) }),
  }),
  deploymentEnvironment: map({ corsOrigin: z.union([z.string(), z.array(z.string())]).nullish() }),
  maxDeploymentReplicas: count,
  monitor_influxdb_per_project_data_retention_period: text,
  storage: map({
    serviceAccount: map({ create: flag, annotations: texts }),
    extraPodLabels: texts,
    persistence: map({ enabled: flag }),
    cloudPersistence: map({ enabled: flag, url: text, access_key_id: secret, secret_access_key: secret }),
    pvcMigration: map({
      enabled: flag,
      cloudProvider: text,
      bucketName: text,
      region: text,
      prefix: text,
      accountName: text,
      endpoint: text,
      access_key_id: secret,
      secret_access_key: secret,
    }),
    auth: map({ service: map({ issuerURL: text, validateIssuer: flag, useKubernetesHTTPClient: flag }) }),
    tls,
  }),
  telemetry: map({
    enabled: flag,
    image: map({ repository: text, tag: text }),
    replicaCount: count,
    serverAddress: text,
    config: map({ logLevel: text }),
    serverSecurityEnabled: flag,
  }),
  tls,
  deployer: map({ tls, telemetry: map({ auth: map({ tlsEnabled: flag }) }) }),
  ingest: map({ tls }),
  monitoringAppBackend: map({ tls }),
  apiGateway: map({
    tls,
    authorization: map({ enabled: flag, allowedUserRoles: roles }),
    config: map({ userJwtClaim: text, allowedUserRoles: roles }),
  }),
  mlops: map({ config: map({ models: map({ monitoringEnabled: flag, monitoringMigrationEnabled: flag }) }) }),
};

const named = map({ activated: z.array(z.string()).nullish(), default: text });

/** Up to 0.67, security options are numbers. */
export const numberedValues = z.looseObject({
  ...common,
  securityOptions: z.union([z.array(z.union([z.int(), z.string()])), named]),
});

/** As of 0.68, they are names. */
export const namedValues = z.looseObject({ ...common, securityOptions: named });

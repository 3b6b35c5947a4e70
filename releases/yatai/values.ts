/** Schemas of the Helm values of Yatai, with the keys of the published charts. All other keys pass. */
import { z } from "zod";
import { count, flag, map, secret, text } from "../engine/valuesSchema.ts";

/** A value that the template quotes, or a tag or port, which may be any scalar. */
const scalar = z.union([z.string(), z.number(), z.boolean()]).nullish();
const list = z.array(z.unknown()).nullish();
const texts = z.record(z.string(), scalar).nullish();

/** Keys that every chart of Yatai has at every release. */
const workload = {
  replicaCount: count,
  registry: text,
  image: map({ repository: text, pullPolicy: text, tag: scalar }),
  imagePullSecrets: list,
  nameOverride: text,
  fullnameOverride: text,
  serviceAccount: map({ create: flag, annotations: texts, name: text }),
  podAnnotations: texts,
  podSecurityContext: map({}),
  securityContext: map({}),
  service: map({ type: text, port: scalar, nodePort: scalar }),
  resources: map({}),
  autoscaling: map({
    enabled: flag,
    minReplicas: count,
    maxReplicas: count,
    targetCPUUtilizationPercentage: count,
    targetMemoryUtilizationPercentage: count,
  }),
  nodeSelector: texts,
  tolerations: list,
  affinity: map({}),
};

const ingress = map({ enabled: flag, className: text, annotations: texts });
const network = { ingressClass: text, ingressAnnotations: texts, domainSuffix: text };
const connection = { host: text, port: scalar, user: text, database: text, sslmode: text, password: secret };
const bucket = { endpoint: text, region: text, bucketName: text, secure: scalar };
const registry = { server: text, username: text, secure: scalar, bentoRepositoryName: text };

const yatai = map({
  ...workload,
  ingress,
  postgresql: map({
    ...connection,
    passwordExistingSecretName: text,
    passwordExistingSecretKey: text,
    maxOpenConns: count,
    maxIdleConns: count,
    connMaxLifetime: text,
  }),
  s3: map({
    ...bucket,
    accessKey: secret,
    secretKey: secret,
    accessKeyExistingSecretName: text,
    accessKeyExistingSecretKey: text,
    aceessKeyExistingSecretKey: text,
    secretKeyExistingSecretName: text,
    secretKeyExistingSecretKey: text,
  }),
  enableHostTimeZone: flag,
  transmissionStrategy: text,
  doNotTrack: scalar,
});

const endpoint = map({ endpoint: text, apiToken: secret, clusterName: text });
const dockerRegistry = map({
  ...registry,
  inClusterServer: text,
  password: secret,
  passwordExistingSecretName: text,
  passwordExistingSecretKey: text,
  useAWSECRWithIAMRole: flag,
  awsECRRegion: text,
});

const deployment = {
  ...workload,
  layers: map({
    network: map({
      ...network,
      ingressPath: text,
      ingressPathType: text,
      ingressTlsMode: text,
      ingressStaticTlsSecretName: text,
      automaticDomainSuffixGeneration: flag,
    }),
  }),
  bentoDeploymentNamespaces: z.array(z.string()).nullish(),
  internalImages: texts,
  disableAutomateBentoImageBuilder: flag,
};

const system = map({ namespace: text, serviceAccountName: text });

/** One chart, which installs its database. Its operators install everything else. */
export const values_0_4 = z.looseObject({
  ...workload,
  ingress,
  postgresql: map({
    enabled: flag,
    nameOverride: text,
    postgresqlUsername: text,
    postgresqlDatabase: text,
    postgresqlPassword: secret,
    existingSecret: text,
  }),
  externalPostgresql: map({ ...connection, existingSecret: text, existingSecretPasswordKey: text }),
  externalS3: map({
    ...bucket,
    enabled: flag,
    existingSecret: text,
    existingSecretAccessKeyKey: text,
    existingSecretSecretKeyKey: text,
  }),
  externalDockerRegistry: map({
    ...registry,
    enabled: flag,
    modelRepositoryName: text,
    existingSecret: text,
    existingSecretPasswordKey: text,
  }),
  dockerImageBuilder: map({ privileged: scalar }),
  layers: map({ network: map(network) }),
});

/** Two charts, each with its values below the name of its Helm release. */
export const values_1_0 = z.looseObject({
  yatai,
  "yatai-deployment": map({
    ...deployment,
    yatai: endpoint,
    yataiServiceAccount: map({ namespace: text, name: text }),
    dockerRegistry,
    imageBuilderPod: map({ serviceAccountName: text }),
  }),
});

/** Three charts, one of which builds images. */
export const values_1_1 = z.looseObject({
  yatai,
  "yatai-deployment": map({
    ...deployment,
    yataiSystem: system,
    bentoDeploymentAllNamespaces: flag,
    disableYataiComponentRegistration: flag,
    enableRestrictedSecurityContext: flag,
  }),
  "yatai-image-builder": map({
    ...workload,
    yataiSystem: system,
    yatai: endpoint,
    dockerRegistry,
    aws: map({
      accessKeyID: secret,
      secretAccessKey: secret,
      secretAccessKeyExistingSecretName: text,
      secretAccessKeyExistingSecretKey: text,
    }),
    internalImages: texts,
  }),
});

import type { JsonMap } from "../../../lib/json.ts";

/** The guide's own variables, as the charts name them. */
export const bundled = {
  database: {
    host: "postgresql-ha-pgpool.yatai-system.svc.cluster.local",
    port: 5432,
    user: "postgres",
    database: "yatai",
    passwordExistingSecretName: "postgresql-ha-postgresql",
    passwordExistingSecretKey: "password",
  },
  objectStore: {
    endpoint: "minio.yatai-components.svc.cluster.local",
    region: "i-dont-known",
    bucketName: "yatai",
    secure: false,
    accessKeyExistingSecretName: "yatai-minio-secret",
    accessKeyExistingSecretKey: "accesskey",
    secretKeyExistingSecretName: "yatai-minio-secret",
    secretKeyExistingSecretKey: "secretkey",
  },
  registry: {
    server: "127.0.0.1:5000",
    inClusterServer: "yatai-docker-registry.yatai-components.svc.cluster.local:5000",
    secure: false,
    bentoRepositoryName: "bentos",
  },
};

/** Values of 0.4.6 that name all parts. */
export const external: JsonMap = {
  postgresql: { enabled: false },
  externalPostgresql: {
    host: "db.example.com",
    port: 6432,
    user: "mlops",
    database: "bentos",
    sslmode: "require",
    existingSecret: "database",
    existingSecretPasswordKey: "password",
  },
  externalS3: {
    enabled: true,
    endpoint: "s3.example.com",
    region: "eu-central-1",
    bucketName: "models",
    secure: true,
    existingSecret: "bucket",
    existingSecretAccessKeyKey: "id",
    existingSecretSecretKeyKey: "secret",
  },
  externalDockerRegistry: {
    enabled: true,
    server: "registry.example.com",
    username: "robot",
    secure: true,
    bentoRepositoryName: "bentos",
    modelRepositoryName: "models",
    existingSecret: "registry",
    existingSecretPasswordKey: "password",
  },
};

/** The same parts, as the charts of 1.0 and later name them. */
export const externalAfter = {
  postgresql: {
    host: "db.example.com",
    port: 6432,
    user: "mlops",
    database: "bentos",
    sslmode: "require",
    passwordExistingSecretName: "database",
    passwordExistingSecretKey: "password",
  },
  s3: {
    endpoint: "s3.example.com",
    region: "eu-central-1",
    bucketName: "models",
    secure: true,
    accessKeyExistingSecretName: "bucket",
    accessKeyExistingSecretKey: "id",
    secretKeyExistingSecretName: "bucket",
    secretKeyExistingSecretKey: "secret",
  },
  dockerRegistry: {
    server: "registry.example.com",
    username: "robot",
    secure: true,
    bentoRepositoryName: "bentos",
    passwordExistingSecretName: "registry",
    passwordExistingSecretKey: "password",
  },
};

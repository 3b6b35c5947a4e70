import { type Case, type CaseResource, resource } from "../../case.ts";
import { deployment, inContainer } from "../../pod.ts";

const tryout = "s3-tryout-server-not-in-production";
const endpoint = "s3-endpoint-https";
const certificate = "s3-certificate-checked";
const keys = "s3-keys-from-secrets";
const root = "s3-keys-not-of-root";

const variables = (...env: { name: string; value?: string; valueFrom?: object }[]) => inContainer({ env });

const fromSecret = (name: string, key: string) => ({ name, valueFrom: { secretKeyRef: { name: "keys", key } } });

const backup = (name: string, configuration: object): CaseResource =>
  resource("kubernetes:barmancloud.cnpg.io/v1:ObjectStore", `${name}-backup`, {
    apiVersion: "barmancloud.cnpg.io/v1",
    kind: "ObjectStore",
    metadata: { name, namespace: name },
    spec: { configuration: { destinationPath: "s3://backups", ...configuration } },
  });

const s3Credentials = (key: string) => ({
  s3Credentials: {
    accessKeyId: { name: "keys", key },
    secretAccessKey: { name: "keys", key: "SECRET_ACCESS_KEY" },
  },
});

/** The server for trying out, in an environment of this name. */
const tryoutServer = (name: string, environment?: string): CaseResource => {
  const server = deployment(name, inContainer({ image: "versitygw:1" }));
  const labels = { "mlops-platform/tryout": "true", ...(environment && { environment }) };
  return { ...server, inputs: { ...server.inputs, metadata: { name, namespace: name, labels } } };
};

export const s3CompatibleCases: Case[] = [
  {
    rule: tryout,
    passes: [
      [tryoutServer(tryout, "local")],
      [tryoutServer(tryout, "non-production")],
      [tryoutServer(tryout, "reproduction")],
      [tryoutServer(tryout)],
    ],
    fails: ["production", "prod", "prod-eu", "PRD", "live"].map((environment, index) => [
      tryoutServer(`${tryout}-${index + 1}`, environment),
    ]),
  },
  {
    rule: endpoint,
    passes: [
      [deployment(endpoint, variables({ name: "MLFLOW_S3_ENDPOINT_URL", value: "https://minio.example.com" }))],
      [deployment(endpoint, variables({ name: "OTEL_EXPORTER_OTLP_ENDPOINT", value: "http://collector:4318" }))],
      [backup(endpoint, { endpointURL: "https://minio.example.com" })],
      [backup(endpoint, {})],
    ],
    fails: [
      [deployment(`${endpoint}-1`, variables({ name: "MLFLOW_S3_ENDPOINT_URL", value: "http://minio.example.com" }))],
      [
        deployment(
          `${endpoint}-2`,
          variables(fromSecret("AWS_ACCESS_KEY_ID", "ID"), { name: "ENDPOINT", value: "http://minio:9000" }),
        ),
      ],
      [backup(`${endpoint}-3`, { endpointURL: "http://minio.example.com" })],
    ],
  },
  {
    rule: certificate,
    passes: [[deployment(certificate, variables({ name: "MLFLOW_S3_IGNORE_TLS", value: "false" }))]],
    fails: [[deployment(`${certificate}-1`, variables({ name: "MLFLOW_S3_IGNORE_TLS", value: "true" }))]],
  },
  {
    rule: keys,
    passes: [[deployment(keys, variables(fromSecret("AWS_ACCESS_KEY_ID", "ACCESS_KEY_ID")))]],
    fails: [
      [deployment(`${keys}-1`, variables({ name: "AWS_ACCESS_KEY_ID", value: "AKIAIOSFODNN7EXAMPLE" }))],
      [deployment(`${keys}-2`, variables({ name: "MINIO_SECRET_KEY", value: "example-key" }))],
    ],
  },
  {
    rule: root,
    passes: [
      [deployment(root, variables(fromSecret("AWS_ACCESS_KEY_ID", "ACCESS_KEY_ID")))],
      // MinIO itself.
      [deployment(root, variables(fromSecret("MINIO_ROOT_USER", "rootUser")))],
      [backup(root, s3Credentials("ACCESS_KEY_ID"))],
    ],
    fails: [
      [deployment(`${root}-1`, variables(fromSecret("AWS_ACCESS_KEY_ID", "rootUser")))],
      [backup(`${root}-2`, s3Credentials("root-user"))],
    ],
  },
];

/** The pinned versions of all charts, images and operators. */

export const images = {
  /** MLflow with its database drivers, cloud clients and basic auth; only `-full` images have them. */
  mlflow: "ghcr.io/mlflow/mlflow:v3.17.2-full",

  /** Python with boto3, for the Jobs that create buckets. Its version is independent of `mlflow`. */
  bucketJob: "ghcr.io/mlflow/mlflow:v3.17.2-full",

  /**
   * Versity's S3 gateway 1.8.0 (Apache-2.0), the server of trial stacks. The digest is that of the index, which has
   * amd64 and arm64.
   */
  versitygw: "ghcr.io/versity/versitygw:v1.8.0@sha256:30292fc2eeacc67a36993b01f7a7a5e3361a19cced0e80c1d71cfa2a4b0a2499",

  /** From CloudNativePG's image catalog `postgresql-minimal-trixie` of 2026-08-17, by major version. */
  postgresql: {
    17: "ghcr.io/cloudnative-pg/postgresql:17.11-202608170816-minimal-trixie@sha256:445ead3fd811466950a002b682a97c2a4907078b46fae8796b6637a763266a07",
    18: "ghcr.io/cloudnative-pg/postgresql:18.6-202608170814-minimal-trixie@sha256:eb7979e4bd7fccaec0369b550b9649eec1f014de04621fac6e653244e75cca46",
  },
} as const;

export const charts = {
  certManager: { chart: "cert-manager", version: "v1.21.2", repository: "https://charts.jetstack.io" },

  /** CloudNativePG 1.30.0. */
  cloudnativePg: { chart: "cloudnative-pg", version: "0.29.0", repository: "https://cloudnative-pg.github.io/charts" },

  /** Barman Cloud plugin v0.13.0. */
  barmanCloud: {
    chart: "plugin-barman-cloud",
    version: "0.7.0",
    repository: "https://cloudnative-pg.github.io/charts",
  },

  /** Envoy Gateway 1.9.1 with the CRDs of the Gateway API 1.6. */
  envoyGateway: { chart: "oci://docker.io/envoyproxy/gateway-helm", version: "v1.9.1" },
} as const;

/** Manifests that fixes apply by `kubectl`, in the versions that the tests use. */
export const manifests = {
  gatewayApi: "https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.1/standard-install.yaml",
  prometheusOperator:
    "https://github.com/prometheus-operator/prometheus-operator/releases/download/v0.85.0/bundle.yaml",
} as const;

/** The Pulumi program: reads the stack's config, deploys its platforms, exports their addresses. */

import { CertManager } from "./components/cluster/certManager.ts";
import { restrictedNamespace } from "./components/cluster/namespace.ts";
import { PostgresOperators } from "./components/cluster/postgresOperators.ts";
import { kubernetesProvider } from "./components/cluster/provider.ts";
import { Gateway } from "./components/gateway/gateway.ts";
import { labelResources } from "./components/kubernetes/labels.ts";
import { ownResources } from "./components/kubernetes/ownership.ts";
import { databases } from "./components/mlflow/environment.ts";
import type { Exposure } from "./components/mlflow/exposure.ts";
import { Mlflow } from "./components/mlflow/mlflow.ts";
import { MlopsRelease } from "./components/mlops/mlopsRelease.ts";
import { createObjectStore } from "./components/objectStore/create.ts";
import type { ObjectStore } from "./components/objectStore/objectStore.ts";
import { PostgresCluster } from "./components/postgres/cluster.ts";
import { externalPostgres } from "./components/postgres/connection.ts";
import { telemetryChartValues } from "./components/telemetry/chartValues.ts";
import { Telemetry } from "./components/telemetry/telemetry.ts";
import { corsOf } from "./config/gateway/origin.ts";
import { gatewayName } from "./config/gateway/routes.ts";
import { holdsSecrets, readStackConfig, type StackConfig } from "./config/index.ts";
import { LiveCluster } from "./lib/liveCluster.ts";
import { charts, images } from "./versions.ts";

type MlflowConfig = NonNullable<StackConfig["mlflow"]>;

const stackConfig = readStackConfig();
const { cloud, cluster, domain, labels, ...config } = stackConfig;
// A stack that only writes manifests, and a render, read no cluster.
const live = cluster.renderTo === undefined ? new LiveCluster(cluster) : undefined;
if (live) {
  const { guardPreconditions } = await import("./checks/guard.ts");
  await guardPreconditions(stackConfig, live);
  ownResources({ live, takeOver: cluster.takeOver });
}
if (labels) {
  labelResources({ ...labels });
}
const telemetry = config.telemetry?.kind === "standalone" ? config.telemetry : undefined;

const provider = kubernetesProvider("kubernetes", cluster);
const certManager = new CertManager(
  "cert-manager",
  { ...cluster.operators.certManager, pinned: charts.certManager, rendering: cluster.renderTo !== undefined },
  { providers: [provider] },
);
const operators = new PostgresOperators(
  "operators",
  {
    ...cluster.operators,
    namespace: cluster.operatorNamespace,
    platform: cluster.platform,
    rendering: cluster.renderTo !== undefined,
    charts,
  },
  // The plugin's chart makes Certificates.
  { providers: [provider], dependsOn: certManager },
);

const namespaces = managedNamespaces(config.mlflow, config.mlops, telemetry);
const inCluster = { providers: [provider], dependsOn: namespaces };
const objectStore =
  config.objectStore &&
  (config.mlflow || config.mlops) &&
  (await createObjectStore("object-store", config.objectStore, {
    cloud,
    cluster,
    image: images.bucketJob,
    live,
    inCluster,
    server: { image: images.versitygw, namespace: config.mlflow?.namespace.name, dependsOn: [certManager] },
  }));

const mlflow = config.mlflow && objectStore && deployMlflow(config.mlflow, objectStore);
const mlops = config.mlops && deployMlops(config.mlops);
if (telemetry) {
  const { namespace, ...settings } = telemetry;
  new Telemetry("telemetry", { ...settings, namespace: namespace.name, platform: cluster.platform }, inCluster);
}
const gateway = config.gateway && deployGateway(config.gateway);

/** URLs of the Gateway's routes for clients, by the name of the route. */
export const gatewayUrls = gateway?.urls ?? {};

// Null without MLflow, since the SDK warns about undefined outputs.
/** URL of MLflow for clients. */
export const mlflowUrl = mlflow?.url ?? null;

/** URL of MLflow for pods of the cluster. */
export const mlflowServiceUrl = mlflow?.serviceUrl ?? null;

function managedNamespaces(...platforms: ({ namespace: { kind: string; name: string } } | undefined)[]) {
  const managed = platforms.flatMap((platform) => (platform?.namespace.kind === "managed" ? [platform.namespace] : []));
  const names = new Set(managed.map(({ name }) => name));
  return [...names].map((name) => restrictedNamespace(name, { provider }));
}

function deployMlflow(settings: MlflowConfig, objectStore: ObjectStore) {
  const namespace = settings.namespace.name;
  const image = settings.image ?? images.mlflow;
  const { monitoringNamespace, operatorNamespace, apiServerPorts } = cluster;
  const database =
    settings.database.kind === "external"
      ? externalPostgres(settings.database)
      : new PostgresCluster(
          "mlflow-pg",
          {
            ...settings.database,
            namespace,
            databases: [databases.tracking, databases.users],
            owner: "mlflow",
            images: images.postgresql,
            clients: { "app.kubernetes.io/instance": "mlflow" },
            monitoring: settings.monitoring,
            monitoringNamespace,
            operatorNamespace,
            apiServerPorts,
            objectStore,
            live,
          },
          { ...inCluster, dependsOn: [...namespaces, operators] },
        ).connection;

  return new Mlflow(
    "mlflow",
    {
      ...settings,
      namespace,
      host: settings.host ?? `mlflow.${domain}`,
      image,
      platform: cluster.platform,
      monitoringNamespace,
      database,
      objectStore,
      live,
      exposure: exposureOf(settings.exposure),
    },
    inCluster,
  );
}

/** With kind `gateway`, the proxies that reach MLflow are in the namespace of the stack's Gateway. */
function exposureOf(exposure: MlflowConfig["exposure"]): Exposure {
  if (exposure.kind !== "gateway") {
    return exposure;
  }
  if (config.gateway === undefined) {
    throw new Error("gateway: expected the Gateway that mlflow.exposure.kind names, found nothing");
  }
  return { ...exposure, proxyNamespace: config.gateway.namespace };
}

function deployMlops(mlops: NonNullable<StackConfig["mlops"]>) {
  return new MlopsRelease(
    "mlops",
    {
      ...mlops,
      namespace: mlops.namespace.name,
      telemetry: config.telemetry?.kind === "chart" ? telemetryChartValues(config.telemetry) : undefined,
      storage: { ...mlops.storage, bucket: config.objectStore?.buckets.models ? "models" : "artifacts" },
      rendering: cluster.renderTo !== undefined,
      holdsSecrets: holdsSecrets("mlops"),
      objectStore,
    },
    inCluster,
  );
}

function deployGateway(gateway: NonNullable<StackConfig["gateway"]>) {
  const routes = Object.entries(gateway.routes).map(([name, route]) => ({
    name,
    ...route,
    ready: [...namespaces, ...(mlops && route.service.namespace === config.mlops?.namespace.name ? [mlops] : [])],
  }));
  return new Gateway(
    gatewayName,
    {
      ...gateway,
      cors: corsOf(gateway, config.mlops),
      pinnedController: charts.envoyGateway,
      rendering: cluster.renderTo !== undefined,
      routes: [...routes, ...(mlflow?.routes ?? [])],
    },
    { providers: [provider] },
  );
}

/** The program: reads the config of the stack, builds its platforms, exports where they are. */
import { restrictedNamespace } from "./components/cluster/namespace.ts";
import { PostgresOperators } from "./components/cluster/postgresOperators.ts";
import { kubernetesProvider } from "./components/cluster/provider.ts";
import { Gateway } from "./components/gateway/gateway.ts";
import { databases } from "./components/mlflow/environment.ts";
import type { Exposure } from "./components/mlflow/exposure.ts";
import { Mlflow } from "./components/mlflow/mlflow.ts";
import { createObjectStore } from "./components/objectStore/create.ts";
import { PostgresCluster } from "./components/postgres/cluster.ts";
import { externalPostgres } from "./components/postgres/connection.ts";
import { Telemetry } from "./components/telemetry/telemetry.ts";
import { readStackConfig } from "./config.ts";
import { charts, images } from "./versions.ts";

const {
  cloud,
  cluster,
  domain,
  objectStore: objectStoreConfig,
  mlflow: mlflowConfig,
  telemetry: telemetryConfig,
  gateway: gatewayConfig,
} = readStackConfig();

const provider = kubernetesProvider("kubernetes", cluster);
const operators = new PostgresOperators(
  "operators",
  {
    ...cluster.operators,
    namespace: cluster.operatorNamespace,
    platform: cluster.platform,
    rendering: cluster.renderTo !== undefined,
    charts,
  },
  { providers: [provider] },
);

const mlflow = mlflowConfig && objectStoreConfig && (await deployMlflow(mlflowConfig, objectStoreConfig));

if (telemetryConfig?.kind === "standalone") {
  const { namespace, ...settings } = telemetryConfig;
  const made = namespace.kind === "managed" ? [restrictedNamespace(namespace.name, { provider })] : [];
  new Telemetry(
    "telemetry",
    { ...settings, namespace: namespace.name, platform: cluster.platform },
    { providers: [provider], dependsOn: made },
  );
}
const gateway =
  gatewayConfig &&
  new Gateway(
    "mlops",
    {
      ...gatewayConfig,
      pinnedController: charts.envoyGateway,
      rendering: cluster.renderTo !== undefined,
      routes: [
        ...Object.entries(gatewayConfig.routes).map(([name, route]) => ({ name, ...route })),
        ...(mlflow?.routes ?? []),
      ],
    },
    { providers: [provider] },
  );

/** Where clients reach what the Gateway carries, by the name of the route. */
export const gatewayUrls = gateway?.urls ?? {};

/** Where clients reach MLflow. */
export const mlflowUrl = mlflow?.url;

/** Where pods of the cluster reach MLflow. */
export const mlflowServiceUrl = mlflow?.serviceUrl;

async function deployMlflow(
  config: NonNullable<typeof mlflowConfig>,
  storeConfig: NonNullable<typeof objectStoreConfig>,
) {
  const namespace = config.namespace.name;
  const made = config.namespace.kind === "managed" ? [restrictedNamespace(namespace, { provider })] : [];
  const inCluster = { providers: [provider], dependsOn: made };

  const image = config.image ?? images.mlflow;
  const objectStore = await createObjectStore("object-store", storeConfig, { cloud, cluster, image, inCluster });
  const { monitoringNamespace, operatorNamespace } = cluster;
  const database =
    config.database.kind === "external"
      ? externalPostgres(config.database)
      : new PostgresCluster(
          "mlflow-pg",
          {
            ...config.database,
            namespace,
            databases: [databases.tracking, databases.users],
            owner: "mlflow",
            images: images.postgresql,
            clients: { "app.kubernetes.io/instance": "mlflow" },
            monitoring: config.monitoring,
            monitoringNamespace,
            operatorNamespace,
            objectStore,
          },
          { ...inCluster, dependsOn: [...made, operators] },
        ).connection;

  return new Mlflow(
    "mlflow",
    {
      ...config,
      namespace,
      host: config.host ?? `mlflow.${domain}`,
      image,
      platform: cluster.platform,
      monitoringNamespace,
      database,
      objectStore,
      exposure: exposureOf(config),
    },
    inCluster,
  );
}

/** The proxies that are let in are in the Gateway's namespace; the config has one where this kind is chosen. */
function exposureOf({ exposure }: NonNullable<typeof mlflowConfig>): Exposure {
  return exposure.kind === "gateway"
    ? { ...exposure, proxyNamespace: (gatewayConfig as NonNullable<typeof gatewayConfig>).namespace }
    : exposure;
}

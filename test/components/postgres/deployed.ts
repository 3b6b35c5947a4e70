import type { PostgresClusterArgs } from "../../../components/postgres/args.ts";
import { PostgresCluster } from "../../../components/postgres/cluster.ts";
import { ObjectStoreDouble } from "../../support/objectStoreDouble.ts";
import { type Stack, stack } from "../../support/stack.ts";

export const backups = {
  schedule: "0 0 0 * * *",
  retentionDays: 30,
  alertAfterDays: 2,
  resources: { cpu: "250m", memory: "384Mi" },
};

/** Three instances with backups and monitoring. */
const clusterArgs: PostgresClusterArgs = {
  namespace: "mlflow",
  databases: ["mlflow", "mlflow_auth"],
  owner: "mlflow",
  credentials: { kind: "existing", secretName: "mlflow-pg-owner" },
  instances: 3,
  majorVersion: 18,
  images: { 17: "example.com/postgresql:17", 18: "example.com/postgresql:18" },
  storage: "20Gi",
  walStorage: "10Gi",
  resources: { cpu: "1", memory: "2Gi" },
  parameters: { max_connections: "200" },
  backups,
  retention: "retain",
  clients: { "app.kubernetes.io/instance": "mlflow" },
  operatorNamespace: "cnpg-system",
  monitoringNamespace: "monitoring",
  apiServerPorts: [443, 6443],
  monitoring: true,
  objectStore: new ObjectStoreDouble(),
};

/** Deploys the cluster, and gives what tests look at. */
export const deployed = (changes: Partial<PostgresClusterArgs> = {}): Promise<Stack> =>
  stack(() => {
    const { connection, clusterName } = new PostgresCluster("mlflow-pg", { ...clusterArgs, ...changes });
    const { ready, ...plain } = connection;
    return { clusterName, connection: plain, waitsFor: ready.length };
  });

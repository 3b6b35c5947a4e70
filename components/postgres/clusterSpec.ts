import { defaultMaxConnections } from "../../config/mlflow/database.ts";
import type { Grant } from "../objectStore/objectStore.ts";

/** Source: the plugin's own registration name, CloudNativePG-I. */
export const barmanPlugin = "barman-cloud.cloudnative-pg.io";

interface ClusterSpecArgs {
  name: string;
  clusterName: string;
  databases: [string, ...string[]];
  owner: string;
  secretName: string;
  instances: number;
  majorVersion: number;
  catalog: { kind: string; name: string };
  storage: string;
  walStorage: string;
  storageClass?: string | undefined;
  resources: { cpu: string; memory: string };
  parameters: Record<string, string>;
  grant: Grant;
}

/** Source: CRD clusters.postgresql.cnpg.io of CloudNativePG 1.30, `spec`. */
export function clusterSpec(args: ClusterSpecArgs) {
  const { storageClass, grant } = args;
  const volume = (size: string) => ({ size, ...(storageClass && { storageClass }) });
  return {
    instances: args.instances,
    imageCatalogRef: { apiGroup: "postgresql.cnpg.io", ...pick(args.catalog), major: args.majorVersion },
    serviceAccountName: args.name,
    storage: volume(args.storage),
    walStorage: volume(args.walStorage),
    // Requests equal to limits: the Guaranteed class, which is evicted last.
    resources: { requests: args.resources, limits: args.resources },
    enableSuperuserAccess: false,
    // A primary that shuts down waits this long for its clients to disconnect, and MLflow's pooled connections never
    // do: with the default of 180 s the standby would take over after more than three minutes.
    smartShutdownTimeout: 3,
    // With one instance a disruption budget would only block every node drain.
    enablePDB: args.instances > 1,
    ...(Object.keys(grant.podLabels).length > 0 && { inheritedMetadata: { labels: grant.podLabels } }),
    affinity: { topologyKey: "kubernetes.io/hostname", podAntiAffinityType: "preferred" },
    postgresql: {
      parameters: { max_connections: String(defaultMaxConnections), ...args.parameters },
      ...(args.instances > 2 && {
        synchronous: { method: "any", number: 1, dataDurability: "preferred", failoverQuorum: true },
      }),
    },
    bootstrap: {
      initdb: {
        database: args.databases[0],
        owner: args.owner,
        secret: { name: args.secretName },
        dataChecksums: true,
        encoding: "UTF8",
      },
    },
    plugins: [
      {
        name: barmanPlugin,
        isWALArchiver: true,
        // The server name keeps the generations of a cluster apart in the bucket.
        parameters: { barmanObjectName: args.name, serverName: args.clusterName },
      },
    ],
  };
}

function pick({ kind, name }: { kind: string; name: string }) {
  return { kind, name };
}

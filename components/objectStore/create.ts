import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { CloudConfig } from "../../config/cloud.ts";
import type { ClusterConfig } from "../../config/cluster.ts";
import type { ObjectStoreConfig } from "../../config/objectStore/objectStore.ts";
import type { LiveCluster } from "../../lib/liveCluster.ts";
import type { ObjectStore } from "./objectStore.ts";
import type { ServerSurroundings } from "./s3/create.ts";

interface Surroundings {
  cloud: CloudConfig | undefined;
  cluster: ClusterConfig;

  /** Image with Python and boto3, for the Job that makes an S3-compatible bucket. */
  image: string;
  live: LiveCluster | undefined;

  /** Options of a store whose objects live in the Kubernetes cluster. */
  inCluster: ComponentResourceOptions;

  /** For an S3-compatible store with a trial server. */
  server: ServerSurroundings;
}

/** Makes the store of the config. Only the chosen cloud's SDK is loaded. */
export async function createObjectStore(
  name: string,
  config: ObjectStoreConfig,
  { cloud, cluster, image, live, inCluster, server }: Surroundings,
): Promise<ObjectStore> {
  const { oidcIssuer, name: clusterName, platform } = cluster;
  switch (config.kind) {
    case "aws": {
      const { AwsObjectStore } = await import("./aws/objectStore.ts");
      return new AwsObjectStore(name, { ...config, cloud: settings(cloud, "aws"), oidcIssuer, clusterName });
    }
    case "gcp": {
      const { GcpObjectStore } = await import("./gcp/objectStore.ts");
      return new GcpObjectStore(name, { ...config, cloud: settings(cloud, "gcp") });
    }
    case "azure": {
      const { AzureObjectStore } = await import("./azure/objectStore.ts");
      return new AzureObjectStore(name, { ...config, cloud: settings(cloud, "azure"), oidcIssuer });
    }
    case "s3": {
      const { createS3ObjectStore } = await import("./s3/create.ts");
      return createS3ObjectStore(name, config, { platform, image: config.image ?? image, live, inCluster, server });
    }
  }
}

function settings<Kind extends keyof CloudConfig>(
  cloud: CloudConfig | undefined,
  kind: Kind,
): NonNullable<CloudConfig[Kind]> {
  const found = cloud?.[kind];
  if (found === undefined) {
    throw new Error(`cloud.${kind}: expected the settings of the cloud that the object store is in, found nothing`);
  }
  return found;
}

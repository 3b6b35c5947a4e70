import type { ComponentResourceOptions } from "@pulumi/pulumi";
import type { CloudConfig } from "../../config/cloud.ts";
import type { ClusterConfig } from "../../config/cluster.ts";
import type { ObjectStoreConfig } from "../../config/objectStore.ts";
import type { ObjectStore } from "./objectStore.ts";

interface Surroundings {
  cloud: CloudConfig | undefined;
  cluster: ClusterConfig;

  /** Image with Python and boto3, for the Job that makes an S3-compatible bucket. */
  image: string;

  /** Options of a store whose objects live in the cluster. */
  inCluster: ComponentResourceOptions;
}

/** Makes the store that the config names. Only the chosen cloud's SDK is loaded. */
export async function createObjectStore(
  name: string,
  config: ObjectStoreConfig,
  { cloud, cluster, image, inCluster }: Surroundings,
): Promise<ObjectStore> {
  switch (config.kind) {
    case "s3": {
      const { S3ObjectStore } = await import("./s3.ts");
      return new S3ObjectStore(name, { ...config, platform: cluster.platform, image }, inCluster);
    }
    default:
      throw new Error(`not yet ${JSON.stringify(cloud)}`);
  }
}

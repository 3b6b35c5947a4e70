import { type ComponentResourceOptions, mergeOptions, type Resource } from "@pulumi/pulumi";
import type { ObjectStoreConfig } from "../../../config/objectStore/objectStore.ts";
import type { LiveCluster } from "../../../lib/liveCluster.ts";
import type { KubernetesPlatform } from "../../kubernetes/podSecurity.ts";
import { S3ObjectStore } from "./objectStore.ts";
import { S3Server } from "./server.ts";

/** Args of a trial server that the config does not have. */
export interface ServerSurroundings {
  /** Image of the server, where the config names none. */
  image: string;

  /** The namespace of the workloads. */
  namespace: string | undefined;

  /** Resources that issue its certificate. */
  dependsOn: Resource[];
}

interface Surroundings {
  platform: KubernetesPlatform;

  /** Image with Python and boto3, for the Job that makes a bucket. */
  image: string;
  live: LiveCluster | undefined;
  inCluster: ComponentResourceOptions;
  server: ServerSurroundings;
}

/** Makes a store for the endpoint that the config names, or for a trial server that it makes too. */
export function createS3ObjectStore(
  name: string,
  { server, endpoint, credentials, image: _, ...config }: ObjectStoreConfig & { kind: "s3" },
  { platform, image, live, inCluster, server: surroundings }: Surroundings,
): S3ObjectStore {
  const settings = { ...config, platform, image, live };
  if (server === undefined) {
    return new S3ObjectStore(name, { ...settings, endpoint: given(endpoint, "endpoint"), credentials }, inCluster);
  }
  if (credentials.kind !== "configured") {
    throw new Error(
      "objectStore.credentials.kind: expected configured, since objectStore.server is created with these keys",
    );
  }
  const made = new S3Server(
    `${name}-server`,
    {
      ...server,
      namespace: given(surroundings.namespace, "server: the namespace of MLflow"),
      image: server.image ?? surroundings.image,
      region: config.region,
      platform,
      credentials,
    },
    mergeOptions(inCluster, { dependsOn: surroundings.dependsOn }),
  );
  return new S3ObjectStore(
    name,
    { ...settings, endpoint: made.endpoint, ca: made.ca, credentials: made.credentials },
    mergeOptions(inCluster, { dependsOn: made }),
  );
}

/** A value that the config's schema requires. */
function given<Value>(value: Value | undefined, key: string): Value {
  if (value === undefined) {
    throw new Error(`objectStore.${key}: expected a value, found nothing`);
  }
  return value;
}

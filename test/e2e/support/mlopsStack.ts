import type { LocalCluster } from "./cluster.ts";
import type { Config } from "./stackConfig.ts";

/**
 * The config of a stack with H2O MLOps alone, its models in buckets that are there.
 *
 * @param mlops its key `mlops`
 * @param credentials of the object store
 */
export function mlopsStack({ kubeconfig }: LocalCluster, mlops: Config, credentials: Config): Config {
  return {
    domain: "example.com",
    cluster: { kubeconfig },
    objectStore: {
      kind: "s3",
      endpoint: "https://minio.example.com",
      buckets: { artifacts: { kind: "existing", name: "models" }, backups: { kind: "existing", name: "backups" } },
      credentials,
    },
    mlops,
  };
}

import type { batch } from "@pulumi/kubernetes/types/input.js";
import type { LiveCluster, LiveObject } from "../../lib/liveCluster.ts";
import { versionLabel } from "../releaseGuard/releaseMark.ts";
import { databases, databaseUri } from "./environment.ts";
import { type PodArgs, podBase, tmpVolume } from "./pod.ts";

/**
 * Migrates both schemas to the image's version. A server that starts first would migrate the tracking schema itself,
 * without notice and irreversibly, so the Deployment waits for this Job.
 *
 * The connection is retried by MLflow for about two minutes; the Job's own retries cover a longer failover.
 */
export function migrationSpec(args: PodArgs & { labels: Record<string, string> }): batch.v1.JobSpec {
  const base = podBase(args);
  const container = (name: string, command: string[]) => ({
    ...base.container,
    name,
    command,
    env: base.env,
    resources: {
      requests: { cpu: "250m", memory: "512Mi", "ephemeral-storage": "1Gi" },
      limits: { memory: "1Gi", "ephemeral-storage": "2Gi" },
    },
    volumeMounts: base.volumeMounts,
  });
  return {
    backoffLimit: 4,
    activeDeadlineSeconds: 3600,
    template: {
      metadata: { labels: args.labels },
      spec: {
        ...base.pod,
        restartPolicy: "Never",
        initContainers: [container("tracking", ["mlflow", "db", "upgrade", databaseUri(databases.tracking)])],
        containers: [
          container("users", [
            "python",
            "-m",
            "mlflow.server.auth",
            "db",
            "upgrade",
            "--url",
            databaseUri(databases.users),
          ]),
        ],
        volumes: [...base.volumes, tmpVolume("1Gi")],
      },
    },
  };
}

/** The version whose migration succeeded last, read from its milestone; undefined before the first one. */
export async function migratedTo(live: LiveCluster, name: string, namespace: string): Promise<string | undefined> {
  const mark = await live.read<LiveObject>({ apiVersion: "v1", kind: "ConfigMap", name: `${name}-release`, namespace });
  return mark?.metadata?.labels?.[versionLabel];
}

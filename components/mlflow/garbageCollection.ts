import type { batch } from "@pulumi/kubernetes/types/input.js";
import { credentialKeys } from "./basicAuth.ts";
import { databases, databaseUri, fromSecret, plain } from "./environment.ts";
import { type PodArgs, podBase, tmpVolume } from "./pod.ts";

interface GarbageCollectionArgs extends PodArgs {
  schedule: string;
  /** Such as `30d`. */
  olderThan: string;
  credentialsSecret: string;
  artifactsUrl: string;
  /** Address of the tracking server inside the cluster. */
  trackingUri: string;
  labels: Record<string, string>;
}

/** Removes runs that were deleted long enough ago, with their artifacts, through the server's own artifact proxy. */
export function garbageCollectionSpec(args: GarbageCollectionArgs): batch.v1.CronJobSpec {
  const base = podBase(args);
  const { credentialsSecret } = args;
  return {
    schedule: args.schedule,
    concurrencyPolicy: "Forbid",
    // A run that could not start within the hour waits for the next.
    startingDeadlineSeconds: 3600,
    successfulJobsHistoryLimit: 1,
    failedJobsHistoryLimit: 3,
    jobTemplate: {
      spec: {
        backoffLimit: 1,
        activeDeadlineSeconds: 6 * 3600,
        template: {
          metadata: { labels: args.labels },
          spec: {
            ...base.pod,
            restartPolicy: "Never",
            containers: [
              {
                ...base.container,
                name: "gc",
                command: ["mlflow"],
                args: [
                  "gc",
                  `--older-than=${args.olderThan}`,
                  `--backend-store-uri=${databaseUri(databases.tracking)}`,
                  `--artifacts-destination=${args.artifactsUrl}`,
                ],
                env: [
                  ...base.env,
                  ...plain({ MLFLOW_TRACKING_URI: args.trackingUri }),
                  fromSecret("MLFLOW_TRACKING_USERNAME", credentialsSecret, credentialKeys.username),
                  fromSecret("MLFLOW_TRACKING_PASSWORD", credentialsSecret, credentialKeys.password),
                ],
                resources: {
                  requests: { cpu: "100m", memory: "512Mi", "ephemeral-storage": "1Gi" },
                  limits: { memory: "1Gi", "ephemeral-storage": "2Gi" },
                },
                volumeMounts: base.volumeMounts,
              },
            ],
            volumes: [...base.volumes, tmpVolume("1Gi")],
          },
        },
      },
    },
  };
}

import type { core } from "@pulumi/kubernetes/types/input.js";
import { type KubernetesPlatform, restrictedContainer, restrictedPod } from "../kubernetes/podSecurity.ts";
import { secretFiles } from "../kubernetes/secretFiles.ts";
import type { DatabaseConnection } from "../postgres/connection.ts";
import { databaseCaPath, databaseEnv, processEnv } from "./environment.ts";

export interface PodArgs {
  image: string;
  platform: KubernetesPlatform;
  database: DatabaseConnection;
  serviceAccount: string;
}

/** Common parts of the pods of the server, the migration and garbage collection. */
export function podBase(args: PodArgs, files: Record<string, { name: string; key: string }> = {}) {
  const { image, platform, database, serviceAccount } = args;
  const secrets = secretFiles({ [databaseCaPath]: database.ca, ...files });
  return {
    pod: {
      serviceAccountName: serviceAccount,
      automountServiceAccountToken: false,
      securityContext: restrictedPod(platform),
    },
    container: { image, securityContext: restrictedContainer },
    env: [...processEnv, ...databaseEnv(database)],
    volumes: secrets.volumes,
    volumeMounts: [...secrets.volumeMounts, { name: "tmp", mountPath: "/tmp" }],
  };
}

/** Ephemeral storage of a pod: the volume /tmp, and 1 GiB for logs. */
export function diskResources(tmpSize: string): { request: string; limit: string } {
  const [, count = "", unit = ""] = /^(\d+)(Ki|Mi|Gi|Ti)$/.exec(tmpSize) ?? [];
  const mebibytes = Math.ceil(Number(count) * (mebibytesIn[unit] ?? Number.NaN));
  return { request: tmpSize, limit: `${mebibytes + 1024}Mi` };
}

const mebibytesIn: Record<string, number> = { Ki: 1 / 1024, Mi: 1, Gi: 1024, Ti: 1024 * 1024 };

/** Volume of /tmp, where uploads are spooled whole: on disk, not in memory. */
export function tmpVolume(sizeLimit: string): core.v1.Volume {
  return { name: "tmp", emptyDir: { sizeLimit } };
}

import { posix } from "node:path";
import type { core } from "@pulumi/kubernetes/types/input.js";

/**
 * Volumes that mount single keys of Secrets at absolute paths. No other key is mounted: a Secret may hold more than its
 * reader should see (CloudNativePG's CA Secret holds the CA's private key).
 */
export function secretFiles(files: Record<string, { name: string; key: string }>): {
  volumes: core.v1.Volume[];
  volumeMounts: core.v1.VolumeMount[];
} {
  const entries = Object.entries(files).map(([path, secret]) => ({
    ...secret,
    folder: posix.dirname(path),
    file: posix.basename(path),
  }));
  return {
    volumes: entries.map(({ name, key, folder, file }) => ({
      name: posix.basename(folder),
      secret: { secretName: name, items: [{ key, path: file }] },
    })),
    volumeMounts: entries.map(({ folder }) => ({ name: posix.basename(folder), mountPath: folder, readOnly: true })),
  };
}

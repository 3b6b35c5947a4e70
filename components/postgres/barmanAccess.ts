import { addressOf } from "../objectStore/address.ts";
import { checksumEnv } from "../objectStore/checksums.ts";
import type { Grant, GrantTarget, SecretKeyRef } from "../objectStore/objectStore.ts";

/** Source: CRD objectstores.barmancloud.cnpg.io, `spec.configuration`. */
interface BarmanAccess {
  destinationPath: string;
  endpointURL?: string;
  endpointCA?: SecretKeyRef;
  s3Credentials?:
    | { inheritFromIAMRole: true }
    | { accessKeyId: SecretKeyRef; secretAccessKey: SecretKeyRef; region?: SecretKeyRef };
  googleCredentials?: { gkeEnvironment: true };
  azureCredentials?: { inheritFromAzureAD: true };
}

/** A granted prefix as the Barman Cloud plugin takes it. */
export function barmanAccess(target: GrantTarget): BarmanAccess {
  const destinationPath = addressOf(target);
  switch (target.kind) {
    case "aws":
      return { destinationPath, s3Credentials: { inheritFromIAMRole: true } };
    case "gcp":
      return { destinationPath, googleCredentials: { gkeEnvironment: true } };
    case "azure":
      return { destinationPath, azureCredentials: { inheritFromAzureAD: true } };
    case "s3": {
      const { endpoint, ca, keys } = target;
      return { destinationPath, endpointURL: endpoint, ...(ca && { endpointCA: ca }), s3Credentials: keys };
    }
  }
}

/**
 * Environment of the plugin's sidecar: `spec.instanceSidecarConfiguration.env`. With keys, the region and the CA come
 * from `configuration`: the sidecar mounts none of the grant's files.
 */
export function sidecarEnv({ target, env }: Pick<Grant, "target" | "env">): Record<string, string> {
  return target.kind === "s3" ? checksumEnv : env;
}

import { output, secret } from "@pulumi/pulumi";
import { isEmpty, type JsonMap, valueAt } from "../../lib/json.ts";
import { pathOf } from "../../lib/path.ts";
import { UserError } from "../../lib/userError.ts";
import { compareVersions } from "../../releases/engine/versions.ts";
import { hasBucket, isOnVolume } from "../../releases/h2o-mlops/storage.ts";
import type { Grant } from "../objectStore/objectStore.ts";
import type { MlopsReleaseArgs } from "./args.ts";
import type { Setting } from "./settings.ts";
import { type StorageAccess, storageAccess } from "./storageAccess.ts";
import { noWiring, type Wiring } from "./wiring.ts";

/**
 * The grant of storage, for releases that keep models in a bucket.
 *
 * @throws UserError where the chart's addresses cannot name the prefix.
 */
export function storageGrant(component: string, args: MlopsReleaseArgs, release: string): Grant | undefined {
  const { objectStore, namespace, serviceAccounts, storage } = args;
  if (objectStore === undefined || compareVersions(release, "0.68") < 0) {
    return undefined;
  }
  const { bucket = "artifacts", prefix } = storage;
  const serviceAccount = serviceAccounts.storage;
  const grant = objectStore.grant({ bucket, namespace, serviceAccount, prefix, access: "readWrite" });
  if (storageAccess(grant.target) === undefined) {
    throw new UserError(
      `${component}: storage.prefix: expected none, since H2O MLOps addresses a whole bucket of this store, found "${prefix}"`,
    );
  }
  return grant;
}

/**
 * MIGRATE mode, where it is asked for and the values are of a release that knows volumes. It is added to the values
 * before they are upgraded, as if the user had written it there: later releases then know that there is a bucket. A
 * bucket that the answers name takes precedence.
 */
export function migrationSettings(
  { target }: Grant,
  { storage, values, answers }: MlopsReleaseArgs,
  written: string,
): Setting[] {
  const access = storageAccess(target);
  const knowsVolumes = compareVersions(written, "0.69") < 0;
  const isSettled = answers.objectStore !== undefined || (hasBucket(values) && !isOnVolume(values));
  if (access === undefined || !storage.migrate || !knowsVolumes || isSettled) {
    return [];
  }
  return [
    ...below("storage.persistence", { enabled: true }),
    ...below("storage.cloudPersistence", { enabled: true, url: access.url }),
    ...below("storage.pvcMigration", { enabled: true, ...access.migration }),
  ];
}

/** Source: migration guide, "Deploy storage in MIGRATE mode" and "Changes to storage configuration parameters". */
export function storageWiring(grant: Grant | undefined, values: JsonMap, release: string): Wiring {
  const isMigrating = valueAt(values, pathOf("storage.pvcMigration.enabled")) === true;
  const isSwitched = compareVersions(release, "0.69") < 0;
  const access = grant && storageAccess(grant.target);
  if (grant === undefined || access === undefined || (isSwitched && isOnVolume(values) && !isMigrating)) {
    return noWiring;
  }
  const { url, keys } = access;
  const secrets = keys && { access_key_id: secret(keys.accessKeyId), secret_access_key: secret(keys.secretAccessKey) };
  return {
    settings: [
      ...identitySettings(grant),
      ...(isSwitched ? below("storage.cloudPersistence", { enabled: true }) : []),
      ...below("storage.cloudPersistence", { url, ...secrets }),
      ...(isMigrating ? below("storage.pvcMigration", { ...secrets }) : []),
    ],
    warnings: unnamed(grant, access, values),
    ready: grant.ready,
  };
}

/** Settings of workload identity; none where the cloud goes by the name of the service account alone. */
function identitySettings({ annotations, podLabels }: Grant): Setting[] {
  const pairs = Object.entries(annotations).map(([name, value]) => ({
    path: ["storage", "serviceAccount", "annotations", name],
    value: typeof value === "string" ? value : output(value),
  }));
  return [
    ...(pairs.length > 0 ? below("storage.serviceAccount", { create: true }) : []),
    ...pairs,
    ...below("storage.extraPodLabels", podLabels),
  ];
}

/** Needs of the store for which no guide names a value. */
function unnamed({ secretKeyRefs, files }: Grant, { keys }: StorageAccess, values: JsonMap): string[] {
  const hasKeys = !isEmpty(valueAt(values, pathOf("storage.cloudPersistence.access_key_id")));
  const needsKeys = Object.keys(secretKeyRefs).length > 0 && keys === undefined && !hasKeys;
  return [
    ...(needsKeys
      ? [
          "The chart takes the object store's keys as values, and this stack has them in a Secret only. Set storage.cloudPersistence.access_key_id and secret_access_key in values, as config secrets.",
        ]
      : []),
    ...(Object.keys(files).length > 0
      ? [
          "The object store's certificate is signed by your own CA, and no guide names a value for it. Make storage trust that CA.",
        ]
      : []),
  ];
}

function below(path: string, settings: Record<string, Setting["value"]>): Setting[] {
  return Object.entries(settings).map(([key, value]) => ({ path: [...pathOf(path), key], value }));
}

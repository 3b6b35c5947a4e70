/** Storage of models: on a volume up to 0.67, migrated to a bucket by 0.68, in the bucket only as of 0.69. */

import { isEmpty, isMap, type Json, type JsonMap, valueAt } from "../../lib/json.ts";
import { pathOf } from "../../lib/path.ts";
import { type Edit, merge, translate } from "../engine/edits.ts";
import type { Context } from "../engine/places.ts";
import type { Source } from "../engine/source.ts";
import type { Answers, ObjectStoreAnswer } from "./answers.ts";
import { guide, sample } from "./guide.ts";

const azure = "For Azure environments with Azure Blob Storage";
const minio = "For on-premise environments with Minio";

/**
 * Whether models are on a volume: persistence is enabled, or it has settings while no bucket is set. False if the
 * values mention neither.
 */
export function isOnVolume(values: JsonMap): boolean {
  const persistence = valueAt(values, pathOf("storage.persistence"));
  const enabled = valueAt(values, pathOf("storage.persistence.enabled")) ?? undefined;
  return enabled === true || (enabled === undefined && !isEmpty(persistence) && !hasBucket(values));
}

export function hasBucket(values: JsonMap): boolean {
  return !isEmpty(valueAt(values, pathOf("storage.cloudPersistence.url")));
}

function isMigrating(values: JsonMap): boolean {
  return valueAt(values, pathOf("storage.pvcMigration.enabled")) === true;
}

/** Whether 0.68 must be deployed in MIGRATE mode and the values do not set it yet. */
export function mustMigrate({ values }: Context<Answers>): boolean {
  return isOnVolume(values) && !isMigrating(values) && !hasBucket(values);
}

/** Settings of MIGRATE mode for the object store in the answers. */
export const migrateMode: Edit<Answers>[] = [
  migrateTo("s3", guide("For AWS environments with S3")("IAM auth is used to access the bucket.")),
  migrateTo(
    "gcs",
    guide("For GCP environments with Google Cloud Storage")("Workload identify is used to access the bucket."),
  ),
  migrateTo("azureblob", guide(azure)("The following label must be set to storage pods (service and migrator job):")),
  migrateTo("minio", sample(minio)("url: s3://<minio-bucket-name>?endpoint=<minio-url>&region=<minio-region>")),
];

/** Repairs of characters that the guide's samples lost in print, for values copied from them. */
export const repairs: Edit<Answers>[] = [
  ...["storage.serviceAccount.annotations", "storage.extraPodLabels"].map((path) =>
    translate<Answers>(path, repairedPairs, {
      reason: "YAML reads key=value as a key without a value, so it is rewritten as key: value.",
      source: guide(azure)("azure.workload.identity/client-id=<client-id>"),
    }),
  ),
  translate("storage.cloudPersistence.url", repairedUrl, {
    reason: "The ampersand before the parameter region was lost in the guide's print.",
    source: sample(minio)("endpoint=<minio-url>&region=<minio-region>&hostname_immutable=true"),
  }),
];

function migrateTo(provider: ObjectStoreAnswer["provider"], source: Source): Edit<Answers> {
  const settings = ({ answers: { objectStore } }: Context<Answers>) =>
    objectStore?.provider === provider ? migrateSettings(objectStore) : undefined;
  return merge("storage", settings, {
    when: mustMigrate,
    reason: "Storage is deployed in MIGRATE mode: its migrator Job copies models from the volume to the bucket.",
    source,
  });
}

function migrateSettings(store: ObjectStoreAnswer): JsonMap {
  const { url, migration, keys = {}, identity = {} } = settingsOf(store);
  return {
    ...identity,
    persistence: { enabled: true },
    cloudPersistence: { enabled: true, url, ...keys },
    pvcMigration: { enabled: true, cloudProvider: store.provider, bucketName: store.bucket, ...migration, ...keys },
  };
}

/** Annotations and labels, with `key=value` split into key and value. */
function repairedPairs(value: Json): Json {
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(repairedPair)) : value;
}

/** In the guide's print, `&reg` of `&region` became the registered trade mark sign. */
function repairedUrl(value: Json): Json {
  return typeof value === "string" ? value.replaceAll("\u00aeion=", "&region=") : value;
}

interface Settings {
  url: string;
  migration: JsonMap;
  keys?: JsonMap;
  /** Service account and pod labels, if the bucket is accessed by workload identity. */
  identity?: JsonMap;
}

function settingsOf(store: ObjectStoreAnswer): Settings {
  const { bucket, region } = store;
  switch (store.provider) {
    case "s3":
      return {
        url: `s3://${bucket}?region=${region}${store.prefix === undefined ? "" : `&prefix=${store.prefix}`}`,
        migration: { region, ...(store.prefix !== undefined && { prefix: store.prefix }) },
        identity: serviceAccount({ "eks.amazonaws.com/role-arn": store.roleArn }),
      };
    case "gcs":
      return {
        url: `gs://${bucket}`,
        migration: { region },
        identity: serviceAccount({ "iam.gke.io/gcp-service-account": store.serviceAccount }),
      };
    case "azureblob":
      return {
        url: `azblob://${bucket}`,
        migration: { region, accountName: store.accountName },
        identity: {
          ...serviceAccount({ "azure.workload.identity/client-id": store.clientId }),
          extraPodLabels: { "azure.workload.identity/use": "true" },
        },
      };
    case "minio":
      return {
        url: `s3://${bucket}?endpoint=${store.endpoint}&region=${region}&hostname_immutable=true`,
        migration: { region, endpoint: store.endpoint },
        keys: { access_key_id: store.accessKeyId, secret_access_key: store.secretAccessKey },
      };
  }
}

function serviceAccount(annotations: JsonMap): JsonMap {
  return { serviceAccount: { create: true, annotations } };
}

function repairedPair([key, value]: [string, Json]): [string, Json] {
  const [, name, pair] = /^(azure\.workload\.identity\/[\w-]+)=(.*)$/.exec(key) ?? [];
  return name === undefined || pair === undefined || value !== null ? [key, value] : [name, pair];
}

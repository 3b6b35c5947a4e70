/** The object store: an external bucket, or the MinIO installed with 0.4.6, which stays. */

import { isEmpty, type JsonMap, valueAt } from "../../lib/json.ts";
import { type Edit, merge, move, remove, set } from "../engine/edits.ts";
import type { Context } from "../engine/places.ts";
import { bringsObjectStore, hasExternalObjectStore } from "./bundled.ts";
import { chart, guide } from "./guide.ts";
import { moveEach } from "./moveEach.ts";

const before = chart("yatai", "0.4.6");
const after = chart("yatai", "1.0.0");
const variables = guide("2. Get Object Store Environment Variables");

const minio = { when: isMinio, reason: "The MinIO installed with 0.4.6 keeps the data." };

const external = {
  when: hasExternalObjectStore,
  reason: "The chart has one set of keys for the object store, which is always external.",
};

const readSpelling = chart("yatai", "1.0.0", "templates/deployment.yaml")("S3_ACCESS_KEY")(
  "key: {{ .Values.s3.accessKeyExistingSecretKey | quote }}",
);

/** In every 1.x, the chart's values misspell the key that its template reads. */
export const spelling: Edit[] = [
  remove("yatai.s3.aceessKeyExistingSecretKey", {
    when: ({ values }) => !isEmpty(setting(values, "accessKeyExistingSecretKey")),
    reason: "No template reads this spelling, and the correctly spelled key is set.",
    source: readSpelling,
  }),
  move("yatai.s3.aceessKeyExistingSecretKey", "yatai.s3.accessKeyExistingSecretKey", {
    reason: "The chart's values misspell this key. Its template reads the correct spelling.",
    source: readSpelling,
  }),
  set("yatai.s3.accessKeyExistingSecretKey", "access_key", {
    when: ({ values }) =>
      !isEmpty(setting(values, "accessKeyExistingSecretName")) &&
      isEmpty(setting(values, "accessKeyExistingSecretKey")) &&
      isEmpty(setting(values, "aceessKeyExistingSecretKey")),
    reason: "The chart misspells the key of its default. Without this setting, the Secret's key would be empty.",
    source: after("s3")("aceessKeyExistingSecretKey: 'access_key'"),
  }),
];

export const objectStoreEdits: Edit[] = [
  merge("yatai.s3", () => ({ endpoint: "minio.yatai-components.svc.cluster.local" }), {
    ...minio,
    source: variables("export S3_ENDPOINT=minio.yatai-components.svc.cluster.local"),
  }),
  merge("yatai.s3", () => ({ region: "i-dont-known" }), {
    ...minio,
    source: variables("export S3_REGION=i-dont-known"),
  }),
  merge("yatai.s3", () => ({ bucketName: "yatai" }), { ...minio, source: variables("export S3_BUCKET_NAME=yatai") }),
  merge("yatai.s3", () => ({ secure: false }), { ...minio, source: variables("export S3_SECURE=false") }),
  merge(
    "yatai.s3",
    () => ({ accessKeyExistingSecretName: "yatai-minio-secret", accessKeyExistingSecretKey: "accesskey" }),
    { ...minio, source: variables(`get secret yatai-minio-secret -o jsonpath='{.data.accesskey}'`) },
  ),
  merge(
    "yatai.s3",
    () => ({ secretKeyExistingSecretName: "yatai-minio-secret", secretKeyExistingSecretKey: "secretkey" }),
    { ...minio, source: variables(`get secret yatai-minio-secret -o jsonpath='{.data.secretkey}'`) },
  ),

  ...moveEach("externalS3", "yatai.s3", {
    ...external,
    lines: ["endpoint: ''", "region: ''", "bucketName: ''", "secure: true"],
    cite: after("s3"),
  }),
  merge("yatai.s3", secretOfSecretKey, {
    ...external,
    reason: "The new chart takes a separate Secret for each of the two keys.",
    source: after("s3")("secretKeyExistingSecretName: ''"),
  }),
  move("externalS3.existingSecret", "yatai.s3.accessKeyExistingSecretName", {
    ...external,
    source: after("s3")("accessKeyExistingSecretName: ''"),
  }),
  move("externalS3.existingSecretAccessKeyKey", "yatai.s3.accessKeyExistingSecretKey", {
    ...external,
    source: readSpelling,
  }),
  move("externalS3.existingSecretSecretKeyKey", "yatai.s3.secretKeyExistingSecretKey", {
    ...external,
    source: after("s3")("secretKeyExistingSecretKey: 'secret_key'"),
  }),
  set("yatai.s3.accessKeyExistingSecretKey", "access_key", {
    when: hasSecretWithoutKey,
    reason: "This is the default key of the Secret in 0.4.6; the new chart misspells the key of its default.",
    source: before("externalS3")("existingSecretAccessKeyKey: 'access_key'"),
  }),
  remove("externalS3.enabled", {
    reason: "The switch is removed: the object store is always external.",
    source: after("s3")("endpoint: ''"),
  }),
];

function isMinio({ values }: Context): boolean {
  return bringsObjectStore({ values }) && valueAt(values, ["yatai", "s3"]) === undefined;
}

function secretOfSecretKey({ values }: Context): JsonMap | undefined {
  const secret = valueAt(values, ["externalS3", "existingSecret"]);
  return secret === undefined ? undefined : { secretKeyExistingSecretName: secret };
}

function hasSecretWithoutKey({ values }: Context): boolean {
  return (
    hasExternalObjectStore({ values }) &&
    !isEmpty(valueAt(values, ["externalS3", "existingSecret"])) &&
    isEmpty(valueAt(values, ["externalS3", "existingSecretAccessKeyKey"]))
  );
}

function setting(values: JsonMap, name: string) {
  return valueAt(values, ["yatai", "s3", name]);
}

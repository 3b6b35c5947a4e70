import type { core } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import { UNKNOWN } from "../../../graph/inputs.ts";
import type { Resource } from "../../../graph/resource.ts";
import { type Rule, resourceRule } from "../../engine/rule.ts";
import { itemsOf, within } from "../../engine/unknown.ts";
import type { KubernetesObject } from "../kubernetes/objects.ts";
import { podContainerProblem, podRule } from "../kubernetes/podRule.ts";
import { type Container, isLongRunning, isWorkload, podOf } from "../kubernetes/pods.ts";

type Variable = Unwrap<core.v1.EnvVar>;

/** An ObjectStore of the Barman Cloud plugin, as far as it is read. */
type Backup = KubernetesObject<{
  configuration?: { endpointURL?: string; s3Credentials?: Record<string, { key?: string } | boolean> };
}>;

const isBackup = ({ type }: Pick<Resource, "type">) => type === "kubernetes:barmancloud.cnpg.io/v1:ObjectStore";

/** Variables from which S3 clients read the endpoint; `ENDPOINT` is one too where there are keys. */
const endpointName = /^(AWS_ENDPOINT_URL(_S3)?|MLFLOW_S3_ENDPOINT_URL|(AWS_|S3_|MINIO_)ENDPOINT(_URL)?)$/;
const keyName = /^(AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)|(S3|MINIO)_(ACCESS|SECRET)_KEY)$/;

/** Labels that mark a server for trying out, and the environment of a stack. */
const tryoutLabel = "mlops-platform/tryout";
const environmentLabel = "environment";

/** Keys of the root credentials in the Secrets of MinIO's charts. */
const rootKey = /^(rootUser|rootPassword|root-user|root-password|MINIO_ROOT_USER|MINIO_ROOT_PASSWORD)$/;

/** Versioning, lifecycle and access of such a store are configured outside the stack, and not checked. */
export const s3Compatible: Rule[] = [
  resourceRule<KubernetesObject>({
    name: "s3-tryout-server-not-in-production",
    severity: "critical",
    what: "No production stack uses the S3 server for trying out.",
    why: "It stores models and backups on one volume without a copy: with its disk, the database backups are lost too.",
    fix: "Remove `objectStore.server`, and set `objectStore.endpoint` to a durable store. If this is not a production stack, set `labels.environment` accordingly.",
    references: [],
    on: ({ type, inputs }) => isLongRunning({ type }) && isTryout(inputs),
    check: ({ inputs }) =>
      isProduction(labelsOf(inputs)[environmentLabel]) ? ["A server for trying out runs in production."] : [],
  }),

  resourceRule({
    name: "s3-endpoint-https",
    severity: "high",
    what: "Pods and backups reach an S3-compatible store over https.",
    why: "Otherwise models, backups and signed requests are sent unencrypted.",
    fix: "Set `objectStore.endpoint` to an https address; `objectStore.ca` names the CA that signed its certificate.",
    references: [],
    on: (resource) => isWorkload(resource) || isBackup(resource),
    check: (resource) =>
      isBackup(resource)
        ? isPlainHttp(endpointOf(resource as Resource<Backup>))
          ? ["`endpointURL` is not https."]
          : []
        : podContainerProblem(podOf(resource), hasPlainEndpoint, "has an S3 endpoint that is not https."),
  }),

  podRule({
    name: "s3-certificate-checked",
    severity: "high",
    what: "MLflow checks the certificate of its S3-compatible store.",
    why: "With MLFLOW_S3_IGNORE_TLS, an attacker on the network can pose as the store, and change the models that are loaded.",
    fix: "Remove MLFLOW_S3_IGNORE_TLS, and set `objectStore.ca` to the CA.",
    references: [],
    problems: (pod) =>
      podContainerProblem(
        pod,
        ({ env }) =>
          itemsOf(env).some(({ name, value }) => name === "MLFLOW_S3_IGNORE_TLS" && /^(true|1)$/i.test(value ?? "")),
        "does not check the certificate of the store.",
      ),
  }),

  podRule({
    name: "s3-keys-from-secrets",
    severity: "critical",
    what: "Containers read both S3 keys from a Secret.",
    why: "Otherwise whoever may read pods or deployment logs can use the store.",
    fix: "Read them by `valueFrom.secretKeyRef`, as an object store's grant does.",
    references: ["kube-linter env-var-secret"],
    problems: (pod) =>
      podContainerProblem(
        pod,
        ({ env }) =>
          itemsOf(env).some(({ name, value = "" }) => keyName.test(name) && value !== "" && value !== UNKNOWN),
        "has an S3 key in a plain environment variable.",
      ),
  }),

  resourceRule({
    name: "s3-keys-not-of-root",
    severity: "high",
    what: "Pods and backups do not use the root credentials of MinIO.",
    why: "Root credentials give access to every bucket, can create users, and cannot be revoked for a single workload.",
    fix: "Create a user with a policy for the two buckets, and put its keys into the Secret.",
    references: [],
    on: (resource) => isWorkload(resource) || isBackup(resource),
    check: (resource) =>
      isBackup(resource)
        ? rootKeysOf(resource as Resource<Backup>).map((key) => `The key "${key}" is that of MinIO's root user.`)
        : podContainerProblem(
            podOf(resource),
            ({ env }) => itemsOf(env).some(isRootKey),
            "uses the keys of MinIO's root user.",
          ),
  }),
];

function isTryout(inputs: KubernetesObject): boolean {
  return labelsOf(inputs)[tryoutLabel] === "true";
}

function labelsOf({ metadata }: KubernetesObject): Record<string, string> {
  const labels = within(metadata, (own) => own.labels);
  return typeof labels === "object" ? labels : {};
}

function isProduction(environment: string | undefined): boolean {
  return /^(prod|production|prd|live)\b/i.test(environment ?? "");
}

function isPlainHttp(address: string | undefined): boolean {
  return /^http:\/\//i.test(address ?? "");
}

function hasPlainEndpoint({ env }: Container): boolean {
  const hasKeys = itemsOf(env).some(({ name }) => keyName.test(name));
  return itemsOf(env).some(
    ({ name, value }) => (endpointName.test(name) || (hasKeys && name === "ENDPOINT")) && isPlainHttp(value),
  );
}

/** Whether a client's key variable reads root credentials. MinIO itself reads them from variables with other names. */
function isRootKey({ name, valueFrom }: Variable): boolean {
  const key = within(valueFrom, ({ secretKeyRef }) => within(secretKeyRef, (reference) => reference.key));
  return keyName.test(name) && rootKey.test(key ?? "");
}

function configurationOf({ inputs }: Resource<Backup>) {
  const found = within(inputs.spec, ({ configuration }) => configuration);
  return typeof found === "object" ? found : {};
}

function endpointOf(backup: Resource<Backup>): string | undefined {
  return configurationOf(backup).endpointURL;
}

function rootKeysOf(backup: Resource<Backup>): string[] {
  return Object.values(configurationOf(backup).s3Credentials ?? {})
    .flatMap((reference) => (typeof reference === "object" ? (reference.key ?? []) : []))
    .filter((key) => rootKey.test(key));
}

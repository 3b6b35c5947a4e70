import type { core } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import { UNKNOWN } from "../../../graph/inputs.ts";
import { type Resource, type Rule, resourceRule } from "../../engine/rule.ts";
import { itemsOf, within } from "../../engine/unknown.ts";
import type { KubernetesObject } from "../kubernetes/objects.ts";
import { podContainerProblem, podRule } from "../kubernetes/podRule.ts";
import { type Container, isLongRunning, isWorkload, podOf } from "../kubernetes/pods.ts";

type Variable = Unwrap<core.v1.EnvVar>;

/** What is read of an ObjectStore of the Barman Cloud plugin. */
type Backup = KubernetesObject<{
  configuration?: { endpointURL?: string; s3Credentials?: Record<string, { key?: string } | boolean> };
}>;

const isBackup = ({ type }: Pick<Resource, "type">) => type === "kubernetes:barmancloud.cnpg.io/v1:ObjectStore";

/** What a client of S3 reads its address from; `ENDPOINT` beside keys is one, too. */
const endpointName = /^(AWS_ENDPOINT_URL(_S3)?|MLFLOW_S3_ENDPOINT_URL|(AWS_|S3_|MINIO_)ENDPOINT(_URL)?)$/;
const keyName = /^(AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)|(S3|MINIO)_(ACCESS|SECRET)_KEY)$/;

/** Labels that say what a server is for, and where a stack stands. */
const tryoutLabel = "mlops-platform/tryout";
const environmentLabel = "environment";

/** What MinIO's charts call its administrator in their Secrets. */
const rootKey = /^(rootUser|rootPassword|root-user|root-password|MINIO_ROOT_USER|MINIO_ROOT_PASSWORD)$/;

/** Versions, lifecycle and access of such a store are its administrator's, and nothing of them is in a stack. */
export const s3Compatible: Rule[] = [
  resourceRule<KubernetesObject>({
    name: "s3-tryout-server-not-in-production",
    severity: "critical",
    what: "No stack of production keeps its objects in the S3 server for trying out.",
    why: "Models and backups would be on one volume, copied nowhere: with its disk, the database's backups are lost too.",
    fix: "Remove `objectStore.server`, and name a store that is kept by `objectStore.endpoint`; a stack that is no production says so by `labels.environment`.",
    references: [],
    on: ({ type, inputs }) => isLongRunning({ type }) && isTryout(inputs),
    check: ({ inputs }) =>
      isProduction(labelsOf(inputs)[environmentLabel]) ? ["A server for trying out runs in production."] : [],
  }),

  resourceRule({
    name: "s3-endpoint-https",
    severity: "high",
    what: "Pods and backups reach an S3-compatible store by https.",
    why: "Models, backups and signed requests would cross the network in the clear.",
    fix: "Set `objectStore.endpoint` to an https address; `objectStore.ca` names the CA that signed its certificate.",
    references: [],
    on: (resource) => isWorkload(resource) || isBackup(resource),
    check: (resource) =>
      isBackup(resource)
        ? isPlainHttp(endpointOf(resource as Resource<Backup>))
          ? ["`endpointURL` is not https."]
          : []
        : podContainerProblem(podOf(resource), hasPlainEndpoint, "has an endpoint of S3 that is not https."),
  }),

  podRule({
    name: "s3-certificate-checked",
    severity: "high",
    what: "MLflow checks the certificate of its S3-compatible store.",
    why: "With MLFLOW_S3_IGNORE_TLS anybody on the way can pretend to be the store, and change what is loaded as a model.",
    fix: "Remove MLFLOW_S3_IGNORE_TLS, and name the CA by `objectStore.ca`.",
    references: [],
    problems: (pod) =>
      podContainerProblem(
        pod,
        ({ env }) =>
          itemsOf(env).some(({ name, value }) => name === "MLFLOW_S3_IGNORE_TLS" && /^(true|1)$/i.test(value ?? "")),
        "does not check certificates.",
      ),
  }),

  podRule({
    name: "s3-keys-from-secrets",
    severity: "critical",
    what: "Containers take both keys of S3 from a Secret.",
    why: "Whoever may read pods, or a log of what was deployed, could use the store.",
    fix: "Take them by `valueFrom.secretKeyRef`, as an object store's grant does.",
    references: ["kube-linter env-var-secret"],
    problems: (pod) =>
      podContainerProblem(
        pod,
        ({ env }) =>
          itemsOf(env).some(({ name, value = "" }) => keyName.test(name) && value !== "" && value !== UNKNOWN),
        "has a key of S3 as a plain variable.",
      ),
  }),

  resourceRule({
    name: "s3-keys-not-of-root",
    severity: "high",
    what: "Pods and backups do not use the root credentials of MinIO.",
    why: "They open every bucket, make users, and cannot be taken from one workload alone.",
    fix: "Make a user with a policy for the two buckets, and put its keys into the Secret.",
    references: [],
    on: (resource) => isWorkload(resource) || isBackup(resource),
    check: (resource) =>
      isBackup(resource)
        ? rootKeysOf(resource as Resource<Backup>).map((key) => `The key "${key}" is of MinIO's root user.`)
        : podContainerProblem(
            podOf(resource),
            ({ env }) => itemsOf(env).some(isRootKey),
            "has keys of MinIO's root user.",
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

/** MinIO itself reads its root user from variables of other names. */
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

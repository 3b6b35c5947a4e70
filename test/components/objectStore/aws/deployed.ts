import { AwsObjectStore, type AwsObjectStoreArgs } from "../../../../components/objectStore/aws/objectStore.ts";
import type { Grant, GrantArgs } from "../../../../components/objectStore/objectStore.ts";
import { awsCloud } from "../../../../config/cloud.ts";
import { awsObjectStore } from "../../../../config/objectStore/objectStore.ts";
import { type Stack, stack } from "../../../support/stack.ts";

/** A role that exists. */
export const roleArn = "arn:aws:iam::123456789012:role/team/mlflow";

export const keyArn = "arn:aws:kms:eu-central-1:123456789012:key/0b1c";

// From config, in one expression: whatever a stack may say has to fit the args.
export const awsArgs: AwsObjectStoreArgs = {
  cloud: awsCloud.parse({ region: "eu-central-1", accountId: "123456789012" }),
  oidcIssuer: "https://oidc.eks.eu-central-1.amazonaws.com/id/ABC",
  ...awsObjectStore.parse({
    kind: "aws",
    buckets: { artifacts: { name: "acme-artifacts" }, backups: { name: "acme-backups" } },
  }),
};

export const existingBuckets: AwsObjectStoreArgs["buckets"] = {
  artifacts: { kind: "existing", name: "acme-artifacts" },
  backups: { kind: "existing", name: "acme-backups" },
};

/** What makes a store use Pod Identity. */
export const podIdentity = { identity: "podIdentity", clusterName: "prod" } as const;

/** What the tests' grants ask for, but for their changes. */
export const mlflow: GrantArgs = {
  bucket: "artifacts",
  namespace: "mlops",
  serviceAccount: "mlflow",
  prefix: "mlflow",
  access: "readWrite",
};

/** Makes the store, asks for the grants, and shows both. */
export async function store(change: Partial<AwsObjectStoreArgs> = {}, ...asked: Partial<GrantArgs>[]) {
  const grants: Grant[] = [];
  const made = await stack(() => {
    const objectStore = new AwsObjectStore("store", { ...awsArgs, ...change });
    grants.push(...asked.map((grant) => objectStore.grant({ ...mlflow, ...grant })));
  });
  const [grant] = grants;
  return { made, grants, grant };
}

/** Each as `Kind name`. */
export function namesOf(resources: { name: string; type: string }[]): string[] {
  return resources.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
}

/** Everything that an AWS provider makes. */
export function cloudResources(made: Stack) {
  return made.resources.filter(({ type }) => type.startsWith("aws:"));
}

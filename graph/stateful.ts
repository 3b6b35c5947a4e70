/** What holds data: resources that must never be deleted or replaced unawares. */

import { canonicalType } from "./typeToken.ts";

export interface StatefulCandidate {
  /** Type token, as in URNs and in `resources.json`. */
  type: string;
  inputs: unknown;
}

/**
 * Whether something is lost for good when the resource is deleted, or left behind when it is replaced.
 *
 * It is judged by type, not by `protect` or `retainOnDelete`: those are what guards it. Decided, where one could differ:
 * - A Namespace is, since everything in it goes with it, volumes included; so is a CustomResourceDefinition (all objects of
 *   its kind) and a cluster or a resource group of a cloud (all that is in them).
 * - A Helm release is: `helm uninstall` deletes all that its chart made, volume claims in templates included, and a
 *   replacement begins with it. What the chart marks to be kept stays, but that is known to the chart alone. The objects
 *   of a `helm.v4.Chart` are resources of their own, and judged one by one.
 * - A StatefulSet is where it makes volumes; without `volumeClaimTemplates` it is a Deployment with names.
 * - Barman's ObjectStore is: the bucket stays, but a cluster neither archives nor recovers without it. A
 *   ScheduledBackup or an ImageCatalog is made again from the program, and nothing is lost.
 * - A Kubernetes Secret is not: the program made it from config, which still holds the value. The stores of secrets and
 *   the keys of the clouds are, since what was put there or encrypted with them is nowhere else.
 * - Settings beside a bucket (versioning, policies, lifecycle) are not: its policies are checked by other rules.
 */
export function isStateful(candidate: StatefulCandidate): boolean {
  return whatIsLost(candidate) !== undefined;
}

/** What goes with a stateful resource, as the end of "Lost with it: …". Undefined for any other. */
export function whatIsLost({ type, inputs }: StatefulCandidate): string | undefined {
  const lost = losses[canonicalType(type)];
  const lacksVolumes = canonicalType(type) === "kubernetes:apps/v1:StatefulSet" && !makesVolumes(inputs);
  return lacksVolumes ? undefined : lost;
}

const objects = "every object in it";
const databases = "its databases, and what only it can recover";
const volume = "the data of the volume";
const encrypted = "whatever is encrypted with it";
const secrets = "the secrets that are kept in it";
const everything = "everything that is in it";

/**
 * By canonical type token. Sources: the `__pulumiType` of the SDKs' classes; for custom resources,
 * `kubernetes:<apiVersion>:<kind>` of their CRDs.
 */
const losses: Readonly<Record<string, string>> = {
  "kubernetes:core/v1:Namespace": "every object in the namespace, volumes included",
  "kubernetes:core/v1:PersistentVolume": volume,
  "kubernetes:core/v1:PersistentVolumeClaim": volume,
  "kubernetes:apps/v1:StatefulSet": "the volumes of its pods",
  "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition": "every object of its kind",
  "kubernetes:helm.sh/v3:Release": "every object of the release, with volumes that its chart does not keep",
  "kubernetes:postgresql.cnpg.io/v1:Cluster": "the PostgreSQL instances, their volumes and every database in them",
  "kubernetes:postgresql.cnpg.io/v1:Database": "the database, unless its databaseReclaimPolicy is retain",
  "kubernetes:barmancloud.cnpg.io/v1:ObjectStore":
    "the way to the backups: nothing is archived or recovered without it",
  "kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshot": "the snapshot",
  "kubernetes:objectbucket.io/v1alpha1:ObjectBucketClaim": objects,

  "aws:s3/bucket:Bucket": objects,
  "aws:s3/bucketV2:BucketV2": objects,
  "aws:rds/instance:Instance": databases,
  "aws:rds/cluster:Cluster": databases,
  "aws:rds/globalCluster:GlobalCluster": databases,
  "aws:dynamodb/table:Table": "every item of the table",
  "aws:efs/fileSystem:FileSystem": "every file in it",
  "aws:ebs/volume:Volume": volume,
  "aws:kms/key:Key": encrypted,
  "aws:kms/replicaKey:ReplicaKey": encrypted,
  "aws:secretsmanager/secret:Secret": secrets,
  "aws:eks/cluster:Cluster": everything,

  "gcp:storage/bucket:Bucket": objects,
  "gcp:sql/databaseInstance:DatabaseInstance": databases,
  "gcp:sql/database:Database": "the database",
  "gcp:alloydb/cluster:Cluster": databases,
  "gcp:filestore/instance:Instance": "every file in it",
  "gcp:compute/disk:Disk": volume,
  "gcp:compute/regionDisk:RegionDisk": volume,
  "gcp:kms/keyRing:KeyRing": encrypted,
  "gcp:kms/cryptoKey:CryptoKey": encrypted,
  "gcp:secretmanager/secret:Secret": secrets,
  "gcp:container/cluster:Cluster": everything,

  "azure-native:storage:StorageAccount": "every container, share and object in it",
  "azure-native:storage:BlobContainer": objects,
  "azure-native:storage:FileShare": "every file in it",
  "azure-native:dbforpostgresql:Server": databases,
  "azure-native:dbforpostgresql:Database": "the database",
  "azure-native:compute:Disk": volume,
  "azure-native:keyvault:Vault": "the keys, secrets and certificates in it",
  "azure-native:keyvault:ManagedHsm": "the keys in it",
  "azure-native:keyvault:Key": encrypted,
  "azure-native:keyvault:Secret": "the secret",
  "azure-native:containerservice:ManagedCluster": everything,
  "azure-native:resources:ResourceGroup": everything,
};

/** Tokens of the table, for the test that holds them against the SDKs. */
export const statefulTypes: readonly string[] = Object.keys(losses);

function makesVolumes(inputs: unknown): boolean {
  const { spec } = { spec: undefined, ...(inputs as { spec?: { volumeClaimTemplates?: unknown } }) };
  const templates = spec?.volumeClaimTemplates;
  return Array.isArray(templates) ? templates.length > 0 : templates !== undefined;
}

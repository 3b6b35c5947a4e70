/** Stateful resources: their data is lost when they are deleted or replaced. */

import { canonicalType } from "./typeToken.ts";

export interface StatefulCandidate {
  /** Type token, as in URNs and in `resources.json`. */
  type: string;
  inputs: unknown;
}

/**
 * Whether deleting or replacing the resource loses data for good.
 *
 * The type decides. `protect` and `retainOnDelete` do not matter here: they are the guards of a stateful resource.
 * - A Namespace is stateful, since everything in it is deleted with it, volumes included. So are a CustomResourceDefinition
 *   (all objects of its kind) and a cluster or resource group of a cloud (everything in them).
 * - A Helm release is stateful: `helm uninstall` deletes all objects of its chart, including volume claims in templates,
 *   and a replacement starts with it. Only the chart knows which objects it keeps. The objects of a `helm.v4.Chart` are
 *   resources of their own and are decided one by one.
 * - A StatefulSet is stateful only with `volumeClaimTemplates`.
 * - Barman's ObjectStore is stateful: the bucket is kept, but a cluster neither archives nor recovers without the object.
 *   A ScheduledBackup or an ImageCatalog is not: the program creates it again without a loss.
 * - A Kubernetes Secret is not stateful: the program created it from config, which still has the value. Secret stores and
 *   keys of the clouds are, since there is no other copy of a secret or key in them.
 * - Settings of a bucket (versioning, policies, lifecycle) are not stateful: other rules check them.
 */
export function isStateful(candidate: StatefulCandidate): boolean {
  return whatIsLost(candidate) !== undefined;
}

/** The data that is lost with a stateful resource, as the end of "Lost with it: …"; undefined for other resources. */
export function whatIsLost({ type, inputs }: StatefulCandidate): string | undefined {
  const lost = losses[canonicalType(type)];
  const lacksVolumes = canonicalType(type) === "kubernetes:apps/v1:StatefulSet" && !makesVolumes(inputs);
  return lacksVolumes ? undefined : lost;
}

const objects = "every object in it";
const databases = "its databases, and what only it can recover";
const volume = "the data of the volume";
const encrypted = "all data that is encrypted with it";
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

/** Type tokens of the table, for the test that compares them with the SDKs. */
export const statefulTypes: readonly string[] = Object.keys(losses);

function makesVolumes(inputs: unknown): boolean {
  const { spec } = { spec: undefined, ...(inputs as { spec?: { volumeClaimTemplates?: unknown } }) };
  const templates = spec?.volumeClaimTemplates;
  return Array.isArray(templates) ? templates.length > 0 : templates !== undefined;
}

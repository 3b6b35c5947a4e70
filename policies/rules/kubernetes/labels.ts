/** Labels that say whose a resource is. */

import { type Resource, type Rule, stackRule } from "../../engine/rule.ts";
import { type KubernetesObject, within } from "./objects.ts";

/** What every resource is labelled with. */
const required = ["owner", "environment"];

type Property = "tags" | "labels" | "resourceLabels";

/** The property that takes labels, by type. Sources: the args of the SDKs' resources. What is not listed takes none. */
const properties: Readonly<Record<string, Property>> = {
  "aws:s3/bucket:Bucket": "tags",
  "aws:s3/bucketV2:BucketV2": "tags",
  "aws:iam/role:Role": "tags",
  "aws:iam/policy:Policy": "tags",
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": "tags",
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": "tags",
  "aws:eks/cluster:Cluster": "tags",
  "aws:kms/externalKey:ExternalKey": "tags",
  "aws:kms/key:Key": "tags",
  "aws:kms/replicaKey:ReplicaKey": "tags",
  "aws:rds/instance:Instance": "tags",
  "aws:rds/cluster:Cluster": "tags",
  "aws:rds/globalCluster:GlobalCluster": "tags",
  "aws:dynamodb/table:Table": "tags",
  "aws:efs/fileSystem:FileSystem": "tags",
  "aws:ebs/volume:Volume": "tags",
  "aws:secretsmanager/secret:Secret": "tags",
  "gcp:storage/bucket:Bucket": "labels",
  "gcp:kms/cryptoKey:CryptoKey": "labels",
  "gcp:secretmanager/secret:Secret": "labels",
  "gcp:alloydb/cluster:Cluster": "labels",
  "gcp:filestore/instance:Instance": "labels",
  "gcp:compute/disk:Disk": "labels",
  "gcp:compute/regionDisk:RegionDisk": "labels",
  "gcp:container/cluster:Cluster": "resourceLabels",
  "azure-native:storage:StorageAccount": "tags",
  "azure-native:managedidentity:UserAssignedIdentity": "tags",
  "azure-native:compute:Disk": "tags",
  "azure-native:keyvault:ManagedHsm": "tags",
  "azure-native:keyvault:Vault": "tags",
  "azure-native:dbforpostgresql:Server": "tags",
  "azure-native:containerservice:ManagedCluster": "tags",
  "azure-native:resources:ResourceGroup": "tags",
};

export const labels: Rule[] = [
  stackRule({
    name: "resource-labelled",
    severity: "low",
    what: "Everything that takes labels carries `owner` and `environment`.",
    why: "Who is to be asked before it is changed, and what it costs, is otherwise found out by asking around.",
    fix: "Set `mlops-platform:labels.owner` and `mlops-platform:labels.environment`.",
    references: ["kube-linter required-label-owner"],
    on: (resource) => isKubernetesObject(resource) || properties[resource.type] !== undefined,
    checkIn: (resource, stack) => {
      const isOfChart = stack.ancestors(resource).some(({ type }) => /^kubernetes:helm\.sh\/v\d:Chart$/.test(type));
      const missing = required.filter((label) => lacks(resource, label));
      return isOfChart || missing.length === 0 ? [] : [`It has no label ${missing.join(" and ")}.`];
    },
  }),
];

/** `kubernetes:apps/v1:Deployment` is one; releases and charts of Helm, and lists of other objects, are none. */
function isKubernetesObject({ type }: Pick<Resource, "type">): boolean {
  return /^kubernetes:(?!helm\.sh\/|yaml[/:]|kustomize[/:]).+\/v\w+:\w+$/.test(type) && !type.endsWith("List");
}

function lacks({ type, inputs }: Resource, label: string): boolean {
  const property = properties[type];
  const labels =
    property === undefined
      ? within((inputs as KubernetesObject).metadata, (metadata) => metadata.labels)
      : (inputs as { [key in Property]?: Record<string, string> })[property];
  return !within(labels, (own) => own[label]);
}

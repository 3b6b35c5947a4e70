/** Adds the labels of a stack to every resource that takes labels. */
import { type Inputs, runtime } from "@pulumi/pulumi";
import { completed, isKubernetesObject, withMetadata } from "./inputMaps.ts";

export type Labels = Record<string, string>;

/** The property of cloud resources that takes labels, as the SDKs have it. What is not listed takes none. */
const properties: Record<string, "tags" | "labels"> = {
  "aws:s3/bucket:Bucket": "tags",
  "aws:iam/role:Role": "tags",
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": "tags",
  "gcp:storage/bucket:Bucket": "labels",
  "azure-native:storage:StorageAccount": "tags",
  "azure-native:managedidentity:UserAssignedIdentity": "tags",
};

/**
 * Labels every resource that the program registers from now on. A label that a resource sets itself takes precedence.
 *
 * Objects of Helm charts are left alone: their charts have values for labels.
 */
export function labelResources(labels: Labels): void {
  runtime.registerStackTransformation(({ type, props, opts }) => ({ props: labelled(type, props, labels), opts }));
}

function labelled(type: string, props: Inputs, labels: Labels): Inputs {
  const complete = (own: Inputs) => ({ ...labels, ...own });
  const property = properties[type];
  if (property !== undefined) {
    return { ...props, [property]: completed(props[property], complete) };
  }
  return isKubernetesObject(type) ? withMetadata(props, "labels", complete) : props;
}

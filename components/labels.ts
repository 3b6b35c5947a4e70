/** Puts the labels of a stack on everything that takes labels. */
import { type Input, type Inputs, output, runtime } from "@pulumi/pulumi";

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
 * Labels every resource that the program makes from here on. A label that a resource sets itself wins.
 *
 * Not the objects that a Helm chart makes: these are its vendor's, who has values for it.
 */
export function labelResources(labels: Labels): void {
  runtime.registerStackTransformation(({ type, props, opts }) => ({ props: labelled(type, props, labels), opts }));
}

function labelled(type: string, props: Inputs, labels: Labels): Inputs {
  const property = properties[type];
  if (property !== undefined) {
    return { ...props, [property]: merged(props[property], (own) => ({ ...labels, ...own })) };
  }
  return isKubernetesObject(type)
    ? {
        ...props,
        metadata: merged(props.metadata, (own) => ({
          ...own,
          labels: merged(own?.labels, (own) => ({ ...labels, ...own })),
        })),
      }
    : props;
}

/** `kubernetes:apps/v1:Deployment` is one; releases and charts of Helm are none. */
function isKubernetesObject(type: string): boolean {
  return type.startsWith("kubernetes:") && !type.startsWith("kubernetes:helm.sh/");
}

/** Most values are plain; those that are not stay as they are until they are known. */
function merged(value: Input<Inputs> | undefined, merge: (own: Inputs | undefined) => Inputs): Input<Inputs> {
  const isPlain = value === undefined || Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? merge(value as Inputs | undefined) : output(value).apply(merge);
}

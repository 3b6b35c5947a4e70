/** Adds the labels of a stack to every resource that takes labels. */
import { type Inputs, runtime } from "@pulumi/pulumi";
import { labelProperties } from "../../graph/labels.ts";
import { isKubernetesObject } from "../../graph/typeToken.ts";
import { completed, withMetadata } from "./inputMaps.ts";

export type Labels = Record<string, string>;

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
  const property = labelProperties[type];
  if (property !== undefined) {
    return { ...props, [property]: completed(props[property], complete) };
  }
  return isKubernetesObject(type) ? withMetadata(props, "labels", complete) : props;
}

/** Puts the labels of a stack on everything that takes labels. */
import { type Inputs, runtime } from "@pulumi/pulumi";
import { labelProperties } from "../../graph/labels.ts";
import { isKubernetesObject } from "../../graph/typeToken.ts";
import { completed, withMetadata } from "./inputMaps.ts";

export type Labels = Record<string, string>;

/**
 * Labels every resource that the program makes from here on. A label that a resource sets itself wins.
 *
 * Not the objects that a Helm chart makes: these are its vendor's, who has values for it.
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

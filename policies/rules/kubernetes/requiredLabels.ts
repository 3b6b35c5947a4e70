/** Labels that tell who owns a resource. */
import { type LabelProperty, labelProperties } from "../../../graph/labels.ts";
import type { Resource } from "../../../graph/resource.ts";
import { isKubernetesObject } from "../../../graph/typeToken.ts";
import { type Rule, stackRule } from "../../engine/rule.ts";
import { within } from "../../engine/unknown.ts";
import { labelsOf } from "./objects.ts";

const required = ["owner", "environment"];

export const requiredLabels: Rule[] = [
  stackRule({
    name: "resource-labelled",
    severity: "low",
    what: "Every resource that takes labels carries `owner` and `environment`.",
    why: "Without them nobody can tell whom to ask before changing it, or whose costs it is part of.",
    fix: "Set `mlops-platform:labels.owner` and `mlops-platform:labels.environment`.",
    references: ["kube-linter required-label-owner"],
    on: ({ type }) => isKubernetesObject(type) || labelProperties[type] !== undefined,
    checkIn: (resource, stack) => {
      const isOfChart = stack.ancestors(resource).some(({ type }) => /^kubernetes:helm\.sh\/v\d:Chart$/.test(type));
      const missing = required.filter((label) => lacksLabel(resource, label));
      return isOfChart || missing.length === 0 ? [] : [`It has no label ${missing.join(" and ")}.`];
    },
  }),
];

function lacksLabel(resource: Resource, label: string): boolean {
  const property = labelProperties[resource.type];
  const { inputs }: { inputs: { [key in LabelProperty]?: Record<string, string> } } = resource;
  const labels = property === undefined ? labelsOf(resource) : inputs[property];
  return !within(labels, (own) => own[label]);
}

/** Protection of stateful resources. */

import type { apps } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import type { Resource } from "../../../graph/resource.ts";
import { isStateful } from "../../../graph/stateful.ts";
import { ofType, type Rule, resourceRule } from "../../engine/rule.ts";
import { within } from "../../engine/unknown.ts";

export const statefulResources: Rule[] = [
  resourceRule({
    name: "stateful-resource-protected",
    severity: "critical",
    what: "Every stateful resource is protected, so that the engine refuses to delete or replace it.",
    why: "Policies see only the resources that a stack will have, not those that an update deletes. Without protection, a rename or a removed config key deletes the data without a finding.",
    fix: "Set `retention: retain` of the database or bucket, or `protect: true` of the resource.",
    references: [],
    on: needsProtection,
    check: ({ protect }) =>
      protect ? [] : ["It is not protected: the engine would delete or replace it, with its data."],
  }),

  resourceRule({
    name: "stateful-resource-retained",
    severity: "high",
    what: "Every stateful resource stays in place when it is removed from the program.",
    why: "Removing a resource from the program also removes its protection; a retained resource stays.",
    fix: "Set `retention: retain` of the database or bucket, or `retainOnDelete: true` of the resource.",
    references: [],
    on: needsProtection,
    check: ({ retainOnDelete }) =>
      retainOnDelete === false ? ["It is not retained: it is deleted when it is removed from the program."] : [],
  }),

  resourceRule<Unwrap<apps.v1.StatefulSet>>({
    name: "stateful-set-volumes-kept",
    severity: "high",
    what: "Volumes of a StatefulSet are kept when it is deleted or scaled down.",
    why: "Otherwise scaling down deletes the data of the removed pods.",
    fix: "Remove `persistentVolumeClaimRetentionPolicy`, or set both of its fields to Retain.",
    references: [],
    on: ofType("kubernetes:apps/v1:StatefulSet"),
    check: ({ inputs }) => {
      const policy = within(inputs.spec, (spec) => spec.persistentVolumeClaimRetentionPolicy);
      const goes = (["whenDeleted", "whenScaled"] as const).filter(
        (event) => within(policy, (own) => own[event]) === "Delete",
      );
      return goes.map(
        (event) => `Its volumes are deleted when it is ${event === "whenDeleted" ? "deleted" : "scaled down"}.`,
      );
    },
  }),
];

/**
 * Helm releases are exempt: moving an operator takes uninstalling its release, and the inputs do not tell what its objects
 * hold. `mlops-platform destructive` reports them.
 */
function needsProtection(resource: Pick<Resource, "type" | "inputs">): boolean {
  return isStateful(resource) && resource.type !== "kubernetes:helm.sh/v3:Release";
}

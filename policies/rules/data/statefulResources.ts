/** What holds data is held fast. */

import type { apps } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import { isStateful } from "../../../graph/stateful.ts";
import { ofType, type Resource, type Rule, resourceRule } from "../../engine/rule.ts";
import { within } from "../../engine/unknown.ts";

export const statefulResources: Rule[] = [
  resourceRule({
    name: "stateful-resource-protected",
    severity: "critical",
    what: "Everything that holds data is protected, so that the engine refuses to delete or replace it.",
    why: "A rule sees what a stack is to become and never what goes: a rename or a key taken out of the config would otherwise delete the data without a finding.",
    fix: "Set `retention: retain` of the database or bucket, or `protect: true` of the resource.",
    references: [],
    on: holdsData,
    check: ({ protect }) => (protect ? [] : ["The engine would delete or replace it, with the data in it."]),
  }),

  resourceRule({
    name: "stateful-resource-retained",
    severity: "high",
    what: "What holds data stays in place when it leaves the program.",
    why: "Protection ends with the line of the program that sets it; what is retained outlives the line.",
    fix: "Set `retention: retain` of the database or bucket, or `retainOnDelete: true` of the resource.",
    references: [],
    on: holdsData,
    check: ({ retainOnDelete }) => (retainOnDelete === false ? ["It goes when it leaves the program."] : []),
  }),

  resourceRule<Unwrap<apps.v1.StatefulSet>>({
    name: "stateful-set-volumes-kept",
    severity: "high",
    what: "Volumes of a StatefulSet stay when it is deleted or made smaller.",
    why: "Scaling down for a night would delete the data of the pods that go.",
    fix: "Remove `persistentVolumeClaimRetentionPolicy`, or set both of its fields to Retain.",
    references: [],
    on: ofType("kubernetes:apps/v1:StatefulSet"),
    check: ({ inputs }) => {
      const policy = within(inputs.spec, (spec) => spec.persistentVolumeClaimRetentionPolicy);
      const goes = (["whenDeleted", "whenScaled"] as const).filter(
        (event) => within(policy, (own) => own[event]) === "Delete",
      );
      return goes.map((event) => `Its volumes go ${event === "whenDeleted" ? "with it" : "when it is made smaller"}.`);
    },
  }),
];

/**
 * Helm releases are left out: one is taken down and put up again to move an operator, and what its objects hold is not
 * told by its inputs. `mlops-platform destructive` reports them.
 */
function holdsData(resource: Pick<Resource, "type" | "inputs">): boolean {
  return isStateful(resource) && resource.type !== "kubernetes:helm.sh/v3:Release";
}

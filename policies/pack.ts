/** The rules as a Pulumi policy pack, for `--policy-pack policies`. */
import {
  PolicyPack,
  type PolicyResource,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { Config, getStack } from "@pulumi/pulumi";
import type { Finding } from "../graph/finding.ts";
import type { Resource } from "../graph/resource.ts";
import { project } from "../lib/configCommands.ts";
import { canonical } from "./engine/canonical.ts";
import { configSecrets } from "./engine/configSecrets.ts";
import { type Evaluation, findingsOf } from "./engine/evaluate.ts";
import { previewedInputs } from "./engine/previewedInputs.ts";
import type { Rule } from "./engine/rule.ts";
import { levelOf, parsePolicySettings } from "./engine/settings.ts";
import { Stack } from "./engine/stack.ts";
import { rules } from "./rules/families.ts";

/** Serves the pack, in a process that Pulumi starts with the stack's config. */
export function crossGuardPack(): void {
  const settings = parsePolicySettings(new Config(project).getObject("policies"), rules, getStack());
  const evaluation = { settings, today: new Date().toISOString().slice(0, 10) };
  const secrets = configSecrets();
  new PolicyPack(project, { policies: rules.map((rule) => policy(rule, evaluation, secrets)) });
}

/** Rules on single resources run before each resource is created; rules on the stack when all are registered. */
function policy(
  rule: Rule,
  evaluation: Evaluation,
  secrets: ReadonlySet<string>,
): ResourceValidationPolicy | StackValidationPolicy {
  const { name, severity, what, why, references } = rule;
  const declaration = {
    name,
    severity,
    description: [what, why, references.length > 0 ? `(${references.join(", ")})` : ""].join(" ").trim(),
    enforcementLevel: levelOf(evaluation.settings, name),
  };
  if ("check" in rule) {
    return {
      ...declaration,
      validateResource: (args, report) => {
        for (const finding of findingsOf(rule, resourceOf(args, secrets), new Stack([]), evaluation)) {
          report(text(finding));
        }
      },
    };
  }
  return {
    ...declaration,
    validateStack: (args, report) => {
      const stack = new Stack(args.resources.map((resource) => resourceOf(resource, secrets)));
      for (const resource of stack.resources) {
        for (const finding of findingsOf(rule, resource, stack, evaluation)) {
          report(text(finding), finding.urn);
        }
      }
    },
  };
}

function text({ message, fix }: Finding): string {
  return `${message} ${fix}`;
}

function resourceOf(
  { urn, type, name, opts, props }: Pick<PolicyResource, "urn" | "type" | "name" | "opts" | "props">,
  secrets: ReadonlySet<string>,
): Resource {
  const { protect, parent = null } = opts;
  const inputs = previewedInputs(props, secrets);
  return canonical({ urn, type, name, parent, protect, retainOnDelete: undefined, inputs });
}

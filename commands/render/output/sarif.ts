/** Findings of a render as SARIF: violated rules and messages of the program. */

import { partsOf } from "../../../graph/urn.ts";
import { type SarifLevel, type SarifResult, type SarifRule, sarifLog } from "../../../lib/sarifLog.ts";
import { rules } from "../../../policies/rules/families.ts";
import type { Findings } from "../findings.ts";

/** Every result is located at the top of the stack's file: resources have no line of their own. */
export function renderSarif({ stack, findings }: { stack: string; findings: Findings }): string {
  const locations = (urn: string | null) => [
    {
      physicalLocation: { artifactLocation: { uri: `Pulumi.${stack}.yaml` }, region: { startLine: 1 } },
      ...(urn !== null && { logicalLocations: [{ fullyQualifiedName: urn, kind: "resource" }] }),
    },
  ];
  const violations = findings.policies.map(
    ({ rule, level, urn, message, fix }): SarifResult => ({
      ruleId: rule,
      level: level === "mandatory" ? "error" : "warning",
      message: { text: `${partsOf(urn)?.name ?? urn}: ${message} ${fix}` },
      locations: locations(urn),
      identity: [stack, rule, urn],
    }),
  );
  const logged = findings.messages.map(
    ({ severity, urn, message }): SarifResult => ({
      ruleId: logRules[severity].id,
      level: logRules[severity].defaultConfiguration.level,
      message: { text: message },
      locations: locations(urn),
      identity: [stack, logRules[severity].id, urn ?? "", message],
    }),
  );
  return sarifLog(`render/${stack}/`, [...rules.map(ruleOf), ...Object.values(logRules)], [...violations, ...logged]);
}

function ruleOf({ name, what, why, fix, references, severity }: (typeof rules)[number]): SarifRule {
  return {
    id: name,
    shortDescription: { text: what },
    help: { text: `${why} ${fix}` },
    defaultConfiguration: { level: "error" },
    properties: { severity, references },
  };
}

const logRules = {
  error: logRule("blocked", "error", "An error that blocks the stack."),
  warning: logRule("notice", "warning", "A consequence of an upgrade or a setting."),
  info: logRule("message", "note", "A message of the program."),
};

function logRule(id: string, level: SarifLevel, text: string): SarifRule {
  return { id, shortDescription: { text }, help: { text: "The message says more." }, defaultConfiguration: { level } };
}

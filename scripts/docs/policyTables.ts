/** Tables of all rules of the policy pack, from their declarations. */
import { code, table } from "../../lib/markdown.ts";
import type { Rule } from "../../policies/engine/rule.ts";
import { families } from "../../policies/rules/families.ts";

/** The number of rules, and a section for each family. */
export function policyTables(): string {
  const count = families.flatMap(({ rules }) => rules).length;
  const sections = families.map(({ title, rules }) => `## ${title}\n\n${ruleTable(rules)}`);
  return [`The pack has ${count} rules.`, ...sections].join("\n\n");
}

function ruleTable(rules: Rule[]): string {
  const rows = rules.map(({ name, severity, what, why, fix, references }) =>
    [code(name), severity, `${what} ${why}`, fix, references.join(", ")].map((text) => text.replaceAll("|", "\\|")),
  );
  const header = ["rule", "severity", "what it reports and why", "fix", "references"];
  return table(header, rows).join("\n");
}

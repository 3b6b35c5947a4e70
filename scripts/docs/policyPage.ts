/** `docs/policies.md`: every rule of the pack, from its declaration. */
import { table } from "../../lib/markdown.ts";
import type { Rule } from "../../policies/engine/rule.ts";
import { families } from "../../policies/rules/families.ts";

export function policyPage(): string {
  const count = families.flatMap(({ rules }) => rules).length;
  const sections = families.map(({ title, rules }) => `## ${title}\n\n${ruleTable(rules)}`);
  return `# Policies

The ${count} rules of the pack in \`policies/\`. They are checked on every render, on every \`pulumi preview --policy-pack
policies\`, and in the unit tests. A stack's config sets their levels and exceptions (README: Policies).

${sections.join("\n\n")}
`;
}

function ruleTable(rules: Rule[]): string {
  const rows = rules.map(({ name, severity, what, why, fix, references }) =>
    [`\`${name}\``, severity, `${what} ${why}`, fix, references.join(", ")].map((text) => text.replaceAll("|", "\\|")),
  );
  const header = ["rule", "severity", "what and why", "how to fix it", "also known as"];
  return table(header, rows).join("\n");
}

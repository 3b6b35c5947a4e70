/** The sections of the report on what there is to know before a stack goes up. */
import type { Finding } from "../../../graph/finding.ts";
import type { Message } from "../../../graph/message.ts";
import type { Findings } from "../findings.ts";
import { escaped, resourceTitle } from "./htmlElements.ts";

export function findingSections({ policies, messages }: Findings): string {
  return [policySection(policies), messageSection(messages)].join("");
}

/** Violations, those that fail the stack first. */
function policySection(policies: Finding[]): string {
  if (policies.length === 0) {
    return "";
  }
  const ordered = policies.toSorted((one, other) => Number(isMandatory(other)) - Number(isMandatory(one)));
  const rows = ordered.map(
    ({ rule, severity, level, urn, message, fix }) =>
      `<tr><td><code>${escaped(rule)}</code><br>${level}, ${severity}</td><td>${resourceTitle(urn)}</td><td>${escaped(message)}<br>${escaped(fix)}</td></tr>`,
  );
  return `<h2>Policies</h2>
<table><thead><tr><th>Rule</th><th>Resource</th><th>What is wrong, and how to fix it</th></tr></thead><tbody>
${rows.join("\n")}
</tbody></table>
`;
}

function isMandatory({ level }: Finding): boolean {
  return level === "mandatory";
}

/** What the program logged, by resource. */
function messageSection(messages: Message[]): string {
  if (messages.length === 0) {
    return "";
  }
  const groups = [...Map.groupBy(messages, ({ urn }) => urn)].map(([urn, own]) => {
    const title = urn === null ? "Of the stack" : resourceTitle(urn);
    return `<h3>${title}</h3>\n<ul>\n${own.map(messageItem).join("\n")}\n</ul>`;
  });
  return `<h2>Upgrade notices and warnings</h2>\n${groups.join("\n")}\n`;
}

function messageItem({ severity, message }: Message): string {
  const lines = escaped(message).replaceAll("\n", "<br>");
  return `<li>${severity === "error" ? "<strong>Error.</strong> " : ""}${lines}</li>`;
}

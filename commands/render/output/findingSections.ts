/** The sections of the report on policy findings and messages. */
import type { Finding } from "../../../graph/finding.ts";
import type { Message } from "../../../graph/message.ts";
import { escapedHtml } from "../../../lib/html.ts";
import type { Findings } from "../findings.ts";
import { resourceTitle } from "./htmlElements.ts";

export function findingSections({ policies, messages }: Findings): string {
  return [policySection(policies), messageSection(messages)].join("");
}

/** Violations, those of mandatory rules first. */
function policySection(policies: Finding[]): string {
  if (policies.length === 0) {
    return "";
  }
  const ordered = policies.toSorted((one, other) => Number(isMandatory(other)) - Number(isMandatory(one)));
  const rows = ordered.map(
    ({ rule, severity, level, urn, message, fix }) =>
      `<tr><td><code>${escapedHtml(rule)}</code><br>${level}, ${severity}</td><td>${resourceTitle(urn)}</td><td>${escapedHtml(message)}<br>${escapedHtml(fix)}</td></tr>`,
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

/** Messages of the program, by resource. */
function messageSection(messages: Message[]): string {
  if (messages.length === 0) {
    return "";
  }
  const groups = [...Map.groupBy(messages, ({ urn }) => urn)].map(([urn, own]) => {
    const title = urn === null ? "Stack" : resourceTitle(urn);
    return `<h3>${title}</h3>\n<ul>\n${own.map(messageItem).join("\n")}\n</ul>`;
  });
  return `<h2>Upgrade notices and warnings</h2>\n${groups.join("\n")}\n`;
}

function messageItem({ severity, message }: Message): string {
  const lines = escapedHtml(message).replaceAll("\n", "<br>");
  return `<li>${severity === "error" ? "<strong>Error.</strong> " : ""}${lines}</li>`;
}

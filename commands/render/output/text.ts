import { type GraphResource, isCustom, owners, shortType } from "../../../graph/resource.ts";
import type { Findings } from "../findings.ts";
import type { Render } from "../render.ts";
import { type BaseChange, baseChanges } from "./baseChanges.ts";

/** A few lines for people: the resources by component, and where they were written. */
export function renderSummary({ stack, out, resources, findings, files, changes }: Render): string {
  const components = owners(resources).map(({ owner, own }) => [owner.name, kinds(own)] as const);
  const width = Math.max(0, ...components.map(([name]) => name.length));
  const lines = [
    `Stack ${stack}: ${resources.filter(isCustom).length} resources`,
    ...components.map(([name, made]) => `  ${name.padEnd(width)}  ${made}`),
    `${files.length} files in ${out}; open ${out}/index.html for the report.`,
    ...counts(findings).map((count) => `${count}; see ${out}/index.html.`),
    ...(changes === undefined ? [] : changeLines(baseChanges(changes))),
  ];
  return `${lines.join("\n")}\n`;
}

/** Violations of mandatory rules and errors, in full: they have to be fixed. */
export function errorLines({ findings: { policies, messages } }: Pick<Render, "findings">): string {
  const violated = policies
    .filter(({ level }) => level === "mandatory")
    .map(({ rule, urn, message, fix }) => `policy ${rule}: ${urn}: ${message} ${fix}\n`);
  const errors = messages.filter(({ severity }) => severity === "error").map(({ message }) => `error: ${message}\n`);
  return [...violated, ...errors].join("");
}

function counts({ policies, messages }: Findings): string[] {
  return [
    count(policies, ({ level }) => level === "mandatory", "violated mandatory policy", "violated mandatory policies"),
    count(policies, ({ level }) => level === "advisory", "violated advisory policy", "violated advisory policies"),
    count(messages, ({ severity }) => severity === "error", "error", "errors"),
    count(messages, ({ severity }) => severity === "warning", "notice", "notices"),
    count(messages, ({ severity }) => severity === "info", "message", "messages"),
  ].flat();
}

function count<Item>(items: Item[], is: (item: Item) => boolean, one: string, many: string): string[] {
  const found = items.filter(is).length;
  return found === 0 ? [] : [`${found} ${found === 1 ? one : many}`];
}

/** Kinds of resources with how many there are of each. */
function kinds(resources: GraphResource[]): string {
  const counts = new Map<string, number>();
  for (const { type } of resources) {
    const kind = shortType(type);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => (count === 1 ? kind : `${count} ${kind}`)).join(", ");
}

function changeLines(changes: BaseChange[]): string[] {
  if (changes.length === 0) {
    return ["Nothing changed against the base."];
  }
  const detail = ({ kind, type, name, paths }: BaseChange) =>
    `  ${kind.padEnd(8)}  ${shortType(type)} ${name}${paths.length > 0 ? `: ${paths.join(", ")}` : ""}`;
  return [`${changes.length} changed against the base:`, ...changes.map(detail)];
}

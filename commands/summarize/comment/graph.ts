/** The changed resources of a stack as a Mermaid graph, in their components, with their dependencies. */

import type { Change } from "../../../graph/changes/change.ts";
import { isDestructive } from "../../../graph/changes/toChange.ts";
import { shortType } from "../../../graph/resource.ts";
import type { Owner } from "../../../graph/urn.ts";
import type { Section } from "./budget.ts";
import { byImportance } from "./stack.ts";
import { clipped, visible } from "./words.ts";

/** Mermaid draws at most 500 edges, and a graph with hundreds of nodes is unreadable. */
const mostNodes = 50;
const mostEdges = 100;

export function graphSection(rank: number, changes: Change[]): Section {
  const ordered = byImportance(changes);
  return {
    rank,
    size: Math.min(changes.length, mostNodes),
    render: (items) => (items === 0 ? "" : graph(ordered.slice(0, items), changes.length - items)),
  };
}

function graph(changes: Change[], left: number): string {
  const ids = new Map(changes.map(({ urn }, index) => [urn, `r${index}`]));
  const owners = Map.groupBy(changes, ({ owner }) => owner?.urn ?? "");
  const groups = [...owners.values()].flatMap((own, index) => group(own[0]?.owner ?? null, index, own, ids));
  const edges = changes.flatMap(({ urn, dependsOn }) =>
    dependsOn.flatMap((other) => (ids.has(other) ? [`  ${ids.get(urn)} --> ${ids.get(other)}`] : [])),
  );
  const risky = changes.filter(isDestructive).map(({ urn }) => ids.get(urn));
  return [
    "<details><summary>Graph of what changes</summary>",
    "",
    "```mermaid",
    "graph LR",
    ...groups,
    ...edges.slice(0, mostEdges),
    ...(left > 0 ? [`  more["and ${left} more"]`] : []),
    ...Object.entries(colours).map(([kind, colour]) => `  classDef ${kind} ${colour}`),
    "  classDef stateful stroke-width:4px",
    ...(risky.length > 0 ? [`  class ${risky.join(",")} stateful`] : []),
    "```",
    "",
    "</details>",
  ].join("\n");
}

const colours = {
  added: "fill:#dafbe1,stroke:#1a7f37,color:#1f2328",
  changed: "fill:#fff8c5,stroke:#9a6700,color:#1f2328",
  replaced: "fill:#ffddb0,stroke:#bc4c00,color:#1f2328",
  deleted: "fill:#ffebe9,stroke:#cf222e,color:#1f2328",
};

function group(owner: Owner | null, index: number, own: Change[], ids: Map<string, string>): string[] {
  const nodes = own.map(
    ({ urn, kind, type, name }) => `${ids.get(urn)}["${label(`${shortType(type)} ${name}`)}"]:::${kind}`,
  );
  return owner === null
    ? nodes.map((node) => `  ${node}`)
    : [`  subgraph c${index}["${label(owner.name)}"]`, ...nodes.map((node) => `    ${node}`), "  end"];
}

/** Mermaid's escapes for every character that is not common in names. Source: its page on flowcharts, "Entity codes". */
function label(text: string): string {
  return clipped(visible(text), 60).replaceAll(/[^\p{L}\p{N} ._/-]/gu, (sign) => `#${sign.codePointAt(0)};`);
}

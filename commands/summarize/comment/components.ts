/** The changes of each component, as a section that unfolds. */

import type { Change, ChangeKind } from "../../../graph/changes/change.ts";
import { shortType } from "../../../graph/resource.ts";
import { compareTexts } from "../../../lib/compareTexts.ts";
import { block } from "../../../lib/markdown.ts";
import type { Section } from "./budget.ts";
import { diffLines } from "./diffLines.ts";
import { byImportance, countsOf, weight } from "./stack.ts";
import { html } from "./words.ts";

/** Components that get a section of their own; further ones share one. */
const mostComponents = 40;

/** Components with the most important changes first. */
export function componentSections(rank: number, changes: readonly Change[]): Section[] {
  const groups = [...Map.groupBy(changes, ({ owner }) => owner?.urn ?? "").values()].sort(byWorst);
  const rest = groups.slice(mostComponents).flat();
  return [
    ...groups.slice(0, mostComponents).map((own) => component(rank, own, titleOf(own))),
    ...(rest.length > 0 ? [component(rank, rest, `${groups.length - mostComponents} other components`)] : []),
  ];
}

/** Order of the lines of the diff. */
const layout: readonly ChangeKind[] = ["deleted", "added", "replaced", "changed"];

function component(rank: number, changes: Change[], title: string): Section {
  const ordered = byImportance(changes);
  return {
    rank,
    size: changes.length,
    render: (items) => {
      if (items === 0) {
        return "";
      }
      const shown = ordered.slice(0, items);
      const left = changes.length - items;
      const lines = layout.flatMap((kind) => shown.filter((change) => change.kind === kind).flatMap(diffLines));
      return [
        `<details><summary>${title}: ${countsOf(changes)}</summary>`,
        "",
        ...block("diff", [...lines, ...(left > 0 ? [`# and ${left} more resources`] : [])]),
        "",
        "</details>",
      ].join("\n");
    },
  };
}

function titleOf([first]: Change[]): string {
  const owner = first?.owner;
  return owner ? `<code>${html(`${shortType(owner.type)} ${owner.name}`)}</code>` : "In no component";
}

function byWorst(one: Change[], other: Change[]): number {
  const [a, b] = [one, other].map((changes) => Math.min(...changes.map(weight)));
  const [first = "", second = ""] = [one, other].map(([change]) => change?.owner?.name);
  return (a ?? 0) - (b ?? 0) || compareTexts(first, second);
}

/** The report of a render: one self-contained page with a graph of the components and their resources. */

import { type GraphResource, isComponent, isCustom, owners, shortType } from "../../../graph/resource.ts";
import { escapedHtml } from "../../../lib/html.ts";
import type { Findings } from "../findings.ts";
import { componentGraph } from "./componentGraph.ts";
import { findingSections } from "./findingSections.ts";

interface Reported {
  stack: string;
  resources: GraphResource[];
  findings: Findings;
}

export function report({ stack, resources, findings }: Reported): string {
  const sections = owners(resources).map(({ owner, own }) => section(owner, own));
  const notes = storeNotes(resources);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapedHtml(stack)} · mlops-platform</title>
<style>
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 25%, transparent); }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; } h3 { font-size: 1rem; } li { overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
td { overflow-wrap: anywhere; } code { font-size: .9em; }
.graph { overflow-x: auto; } svg text { font: 13px system-ui, sans-serif; fill: currentColor; } svg rect { fill: none; stroke: currentColor; } svg path { fill: none; stroke: var(--line); }
</style>
</head>
<body>
<h1>Stack ${escapedHtml(stack)}</h1>
<p>${resources.filter(isCustom).length} resources in ${resources.filter(isComponent).length} components; ${resources.filter(({ protect }) => protect).length} are protected.</p>
${notes}<div class="graph">${componentGraph(resources)}</div>
${findingSections(findings)}${sections.join("\n")}
</body>
</html>
`;
}

function section({ name, type }: GraphResource, children: GraphResource[]): string {
  const rows = children
    .filter(isCustom)
    .map(
      (child) =>
        `<tr><td>${escapedHtml(shortType(child.type))}</td><td><code>${escapedHtml(child.name)}</code></td><td>${protection(child)}</td></tr>`,
    );
  return `<h2>${escapedHtml(name)} <small>${escapedHtml(shortType(type))}</small></h2>
<table><thead><tr><th>Kind</th><th>Name</th><th>Protection</th></tr></thead><tbody>
${rows.join("\n")}
</tbody></table>`;
}

function protection({ protect, retainOnDelete }: GraphResource): string {
  return [protect && "protected", retainOnDelete && "retained"].filter(Boolean).join(", ");
}

/** Keys of an S3-compatible store give access to all of it, unlike the grants of other stores. */
function storeNotes(resources: GraphResource[]): string {
  const isWideOpen = resources.some(({ type }) => type === "mlops-platform:objectStore:S3ObjectStore");
  return isWideOpen
    ? "<p><strong>Note.</strong> The S3-compatible store has keys, not identities: the keys of every workload give access to the whole store, whatever prefix it was granted.</p>\n"
    : "";
}

/** The resource graph of a recording as plain data, and the files that contain it. */
import { masked } from "../../graph/inputs.ts";
import { graphFile } from "../../graph/readRender.ts";
import type { GraphResource } from "../../graph/resource.ts";
import { compareTexts } from "../../lib/compareTexts.ts";
import { jsonText } from "../../lib/json.ts";
import type { RecordedResource } from "./monitor.ts";
import type { RenderedFile } from "./write.ts";

const clouds = { aws: "aws:", gcp: "gcp:", "azure-native": "azure-native:" };

/** Resources in the order of their URNs: the order of registration varies from run to run. */
export function graph(resources: RecordedResource[]): GraphResource[] {
  return resources
    .map(({ urn, type, name, parent, dependsOn, protect, retainOnDelete, inputs }) => ({
      urn,
      type,
      name,
      parent: parent ?? null,
      dependsOn: [...dependsOn].sort(),
      protect,
      retainOnDelete,
      inputs: masked(inputs),
    }))
    .sort((a, b) => compareTexts(a.urn, b.urn));
}

export function graphFiles(resources: GraphResource[]): RenderedFile[] {
  return [{ path: graphFile, content: jsonText(resources) }, ...cloudFiles(resources)];
}

/** The cloud resources by package, for policy tools and people. */
function cloudFiles(resources: GraphResource[]): RenderedFile[] {
  return Object.entries(clouds).flatMap(([name, prefix]) => {
    const own = resources.filter(({ type }) => type.startsWith(prefix));
    const list = own.map(({ type, name, inputs }) => ({ type, name, inputs }));
    return list.length === 0 ? [] : [{ path: `cloud/${name}.json`, content: jsonText(list) }];
  });
}

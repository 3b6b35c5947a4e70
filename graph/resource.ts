/** The whole graph of a recording as plain data: what `resources.json` holds. */

import type { RecordedResource } from "../commands/render/monitor.ts";
import { graphFile, type RenderedFile } from "../commands/render/write.ts";
import type { Json } from "../lib/json.ts";
import { masked } from "./inputs.ts";

export interface GraphResource {
  urn: string;
  type: string;
  name: string;
  parent: string | null;
  dependsOn: string[];
  protect: boolean;
  retainOnDelete: boolean;
  inputs: Json;
}

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
    .sort((a, b) => compare(a.urn, b.urn));
}

export function isComponent({ type }: { type: string }): boolean {
  return type.startsWith("mlops-platform:");
}

/** What owns resources: the components, and the stack itself for what stands in none. */
export function owners(resources: GraphResource[]): { owner: GraphResource; own: GraphResource[] }[] {
  return resources
    .filter((resource) => isComponent(resource) || resource.type === "pulumi:pulumi:Stack")
    .map((owner) => ({ owner, own: resources.filter((child) => child.parent === owner.urn && isCustom(child)) }))
    .filter(({ own }) => own.length > 0);
}

/** Resources that a provider makes, as opposed to components, providers and the stack itself. */
export function isCustom({ type }: { type: string }): boolean {
  return !isComponent({ type }) && !type.startsWith("pulumi:");
}

/** What people call a type: `Deployment` of `kubernetes:apps/v1:Deployment`. */
export function shortType(type: string): string {
  return type.startsWith("pulumi:providers:") ? "Provider" : type.slice(type.lastIndexOf(":") + 1);
}

export function graphFiles(resources: GraphResource[]): RenderedFile[] {
  return [{ path: graphFile, content: json(resources) }, ...cloudFiles(resources)];
}

/** The cloud's resources by package, as policy tools and people want to read them. */
function cloudFiles(resources: GraphResource[]): RenderedFile[] {
  return Object.entries(clouds).flatMap(([name, prefix]) => {
    const own = resources.filter(({ type }) => type.startsWith(prefix));
    const list = own.map(({ type, name, inputs }) => ({ type, name, inputs }));
    return list.length === 0 ? [] : [{ path: `cloud/${name}.json`, content: json(list) }];
  });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

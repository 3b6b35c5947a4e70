/** Kubernetes objects in files, whoever wrote them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  spec?: { template?: PodTemplate; jobTemplate?: { spec: { template: PodTemplate } } };
}

interface PodTemplate {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  spec: object;
}

/** Every object in a folder, by kind, namespace and name. */
export function manifestsIn(folder: string): Map<string, Manifest> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && file.name.endsWith(".yaml"))
    .map(({ parentPath, name }) => join(parentPath, name));
  const manifests = files
    .filter((file) => !file.includes("/helm/"))
    .map((file): Manifest => parse(readFileSync(file, "utf8")));
  return new Map(manifests.map((manifest) => [idOf(manifest), manifest]));
}

/** The pods that a workload would start. */
export function podsOf({ kind, metadata, spec }: Manifest): object[] {
  const template = spec?.jobTemplate?.spec.template ?? spec?.template;
  if (template === undefined) {
    return [];
  }
  const name = `${kind.toLowerCase()}-${metadata.name}`;
  return [
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { ...template.metadata, name, namespace: metadata.namespace },
      spec: template.spec,
    },
  ];
}

function idOf({ apiVersion, kind, metadata }: Manifest): string {
  return [apiVersion, kind, metadata.namespace ?? "", metadata.name].join(" ");
}

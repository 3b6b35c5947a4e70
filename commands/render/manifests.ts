/** Kubernetes objects of a recording, one in each file, in a form that an API server accepts. */
import { stringify } from "yaml";
import { type Inputs, type InputValue, masked, Secret } from "../../graph/inputs.ts";
import { isKubernetesObject } from "../../graph/typeToken.ts";
import type { RecordedResource } from "./monitor.ts";
import type { RenderedFile } from "./write.ts";

/** Objects without metadata are left out: Pulumi names them when it creates them. */
export function manifestFiles(resources: RecordedResource[]): RenderedFile[] {
  return resources
    .filter(({ type, inputs }) => isKubernetesObject(type) && inputs.metadata !== undefined)
    .map(({ inputs }) => ({ path: manifestPath(inputs), content: yaml(manifest(inputs)) }));
}

/** Values and chart of each Helm release. Only Helm knows the objects of a release. */
export function helmFiles(resources: RecordedResource[]): RenderedFile[] {
  return resources.filter(isHelm).flatMap(({ name: resourceName, inputs }) => {
    const { name = resourceName, values = {}, chart, version, repositoryOpts, namespace } = inputs;
    const repository = (repositoryOpts as Inputs | undefined)?.repo;
    const release = {
      chart,
      ...(version && { version }),
      ...(repository && { repository }),
      ...(namespace && { namespace }),
    } as Inputs;
    return [
      { path: `helm/${name}/values.yaml`, content: yaml(values) },
      { path: `helm/${name}/release.yaml`, content: yaml(release) },
    ];
  });
}

function isHelm({ type }: RecordedResource): boolean {
  return type === "kubernetes:helm.sh/v3:Release" || type === "kubernetes:helm.sh/v4:Chart";
}

function manifestPath(inputs: Inputs): string {
  const { name, namespace } = inputs.metadata as { name: string; namespace?: string };
  return `manifests/${namespace ?? "_cluster"}/${String(inputs.kind).toLowerCase()}-${name}.yaml`;
}

/** The values of a Secret are masked one by one in `stringData`, so that an API server still accepts it. */
function manifest({ apiVersion, kind, metadata, ...rest }: Inputs): Inputs {
  const { data, stringData, ...others } = rest;
  const body = kind === "Secret" ? { ...others, stringData: maskedValues(stringData ?? data) } : rest;
  return masked({ apiVersion, kind, metadata, ...body } as Inputs) as Inputs;
}

function maskedValues(values: InputValue | undefined): Inputs {
  const entries = values instanceof Secret ? values.reveal() : (values ?? {});
  return Object.fromEntries(Object.keys(entries as Inputs).map((key) => [key, new Secret(null)]));
}

function yaml(value: InputValue): string {
  return stringify(masked(value), { lineWidth: 0, aliasDuplicateObjects: false });
}

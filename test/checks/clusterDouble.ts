import type { ReadableCluster } from "../../checks/reader.ts";
import type { LiveObject, ObjectReference } from "../../lib/liveCluster.ts";

/** A cluster that holds the given objects and answers as an API server does. */
export class ClusterDouble implements ReadableCluster {
  readonly asked: string[] = [];
  readonly #objects: LiveObject[];
  readonly #errors: Record<string, object>;

  /** @param errors what is thrown to whoever asks for a kind; `*` stands for all others. */
  constructor(objects: LiveObject[] = [], errors: Record<string, object> = {}) {
    this.#objects = objects;
    this.#errors = errors;
  }

  async read<Kind extends LiveObject>({ kind, name, namespace }: ObjectReference): Promise<Kind | undefined> {
    return this.#of(kind, namespace).find(({ metadata }) => metadata?.name === name) as Kind | undefined;
  }

  async list<Kind extends LiveObject>(
    { kind, namespace }: { kind: string; namespace?: string | undefined },
    selector = "",
  ): Promise<Kind[]> {
    const labels = selector.split(",").filter((label) => label !== "");
    return this.#of(kind, namespace).filter(({ metadata }) =>
      labels.every((label) => {
        const [key = "", value] = label.split("=");
        return metadata?.labels?.[key] === value;
      }),
    ) as Kind[];
  }

  #of(kind: string, namespace: string | undefined): LiveObject[] {
    this.asked.push(kind);
    const error = this.#errors[kind] ?? this.#errors["*"];
    if (error !== undefined) {
      throw error;
    }
    return this.#objects.filter(
      (object) => object.kind === kind && (namespace === undefined || object.metadata?.namespace === namespace),
    );
  }
}

export function namespace(name: string, labels: Record<string, string> = {}, phase = "Active"): LiveObject {
  return { kind: "Namespace", metadata: { name, labels }, status: { phase } };
}

export function secret(id: string, content: Record<string, string>, type = "Opaque"): LiveObject {
  const [namespace = "", name = ""] = id.split("/");
  const data = Object.fromEntries(
    Object.entries(content).map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
  );
  return { kind: "Secret", metadata: { name, namespace }, data, ...{ type } };
}

export function definition(name: string, served: string[], others: string[] = []): LiveObject {
  const versions = [
    ...served.map((version) => ({ name: version, served: true })),
    ...others.map((version) => ({ name: version, served: false })),
  ];
  return { kind: "CustomResourceDefinition", metadata: { name }, spec: { versions } };
}

export function deployment(
  id: string,
  labels: Record<string, string>,
  { replicas = 1, available = replicas }: { replicas?: number; available?: number } = {},
): LiveObject {
  const [namespace = "", name = ""] = id.split("/");
  const failure = { type: "Available", status: "False", message: "Deployment does not have minimum availability." };
  return {
    kind: "Deployment",
    metadata: { name, namespace, labels },
    spec: { replicas, selector: { matchLabels: labels } },
    status: { availableReplicas: available, conditions: available === 0 ? [failure] : [] },
  };
}

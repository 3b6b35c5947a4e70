import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { SecretRef } from "./secrets.ts";

export interface EnvVar {
  name: string;
  value?: string;
  valueFrom?: { secretKeyRef?: SecretRef };
}

export interface Container {
  name: string;
  image: string;
  command: string[];
  args?: string[];
  env: EnvVar[];
  ports?: { name: string; containerPort: number }[];
  startupProbe?: { httpGet: { path: string; port: string }; periodSeconds: number; failureThreshold: number };
  resources: { limits: { memory: string } };
  securityContext: { readOnlyRootFilesystem: boolean };
  volumeMounts: { name: string; mountPath: string; readOnly?: boolean }[];
}

export interface Volume {
  name: string;
  secret?: { secretName: string; items: { key: string; path: string }[] };
  configMap?: { name: string };
  emptyDir?: object;
}

export interface Pod {
  initContainers?: Container[];
  containers: Container[];
  volumes: Volume[];
  securityContext: { runAsUser: number; runAsGroup: number };
  terminationGracePeriodSeconds?: number;
}

interface Manifest {
  kind: string;
  metadata: { name: string };
}

interface Template {
  spec: Pod;
}

/** Containers of a pod in the order in which they start. */
export function containers(pod: Pod): Container[] {
  return [...(pod.initContainers ?? []), ...pod.containers];
}

/** The files of a rendered stack. */
export class Manifests {
  readonly #texts: string[];
  readonly #objects: Manifest[];

  constructor(folder: string) {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    const read = (wanted: typeof files) => wanted.map((file) => readFileSync(join(file.parentPath, file.name), "utf8"));
    this.#texts = read(files);
    this.#objects = read(
      files.filter(({ name, parentPath }) => name.endsWith(".yaml") && parentPath.includes("manifests")),
    ).map((text) => parse(text));
  }

  /** Text of every file, the page and the Helm values included. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  /** The only object of a kind whose name starts so; names of Jobs end in a hash. */
  one<Body = object>(kind: string, name = ""): Manifest & Body {
    const found = this.#objects.filter((object) => object.kind === kind && object.metadata.name.startsWith(name));
    const [object] = found;
    if (!object || found.length > 1) {
      throw new Error(`expected one ${kind} "${name}", found ${found.length}`);
    }
    return object as Manifest & Body;
  }

  /** The pod that a Deployment, Job or CronJob starts. */
  pod(kind: "Deployment" | "Job" | "CronJob", name: string): Pod {
    if (kind === "CronJob") {
      return this.one<{ spec: { jobTemplate: { spec: { template: Template } } } }>(kind, name).spec.jobTemplate.spec
        .template.spec;
    }
    return this.one<{ spec: { template: Template } }>(kind, name).spec.template.spec;
  }
}

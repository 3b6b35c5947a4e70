/** A Kubernetes cluster as it is right now: what a program reads of it before, while and after it makes something. */
import { userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ApiException, CoreV1Api, KubernetesObject, KubernetesObjectApi } from "@kubernetes/client-node";
import { UserError } from "./userError.ts";

/** Which object is meant. */
export interface ObjectReference {
  apiVersion: string;
  kind: string;
  name: string;
  /** Absent for objects of the whole cluster. */
  namespace?: string | undefined;
}

/** An object with whatever its kind has beside metadata. */
export interface LiveObject extends KubernetesObject {
  spec?: unknown;
  status?: unknown;
  data?: Record<string, string>;
}

/** When an object was made, in milliseconds; Kubernetes keeps whole seconds. */
export function createdAt({ metadata }: LiveObject): number {
  return Number(new Date(metadata?.creationTimestamp ?? 0));
}

/** Where the cluster is reached: as the Kubernetes provider of the same stack takes it. */
export interface ClusterAccess {
  /** Path of a kubeconfig file. @default KUBECONFIG, ~/.kube/config, or the service account of a pod */
  kubeconfig?: string | undefined;
  /** Context in the kubeconfig. @default its current one */
  context?: string | undefined;
}

/**
 * Reads a cluster through its API. The client is loaded with the first request, since most runs of the program make
 * none. Every method throws what the API server or the connection says; an object or a kind that is not there is
 * `undefined` and is no error.
 */
export class LiveCluster {
  readonly #access: ClusterAccess;
  readonly #seconds: number;
  #client: Promise<Client> | undefined;

  /** @param seconds how long a request may take. */
  constructor(access: ClusterAccess, seconds = 30) {
    this.#access = access;
    this.#seconds = seconds;
  }

  async read<Kind extends LiveObject = LiveObject>(reference: ObjectReference): Promise<Kind | undefined> {
    const { objects } = await this.#connect();
    const { apiVersion, kind, name, namespace } = reference;
    return found(
      objects.read({ apiVersion, kind, metadata: { name, namespace: namespace ?? "" } }) as unknown as Promise<Kind>,
    );
  }

  /** Objects of a kind: of one namespace, or of all; none where the kind is not known. */
  async list<Kind extends LiveObject = LiveObject>(
    { apiVersion, kind, namespace }: { apiVersion: string; kind: string; namespace?: string | undefined },
    labelSelector?: string,
  ): Promise<Kind[]> {
    const { objects } = await this.#connect();
    const listed = await found(
      objects.list(apiVersion, kind, namespace, undefined, undefined, undefined, undefined, labelSelector),
    );
    return (listed?.items ?? []) as unknown as Kind[];
  }

  async create(object: LiveObject): Promise<void> {
    const { objects } = await this.#connect();
    await objects.create(object);
  }

  /**
   * Deletes an object, and first what it owns, and waits until it is gone. What is not there is as it should be.
   *
   * @throws UserError where it is still there after five minutes.
   */
  async delete(reference: ObjectReference): Promise<void> {
    const { objects } = await this.#connect();
    const { apiVersion, kind, name, namespace } = reference;
    const object = { apiVersion, kind, metadata: { name, namespace: namespace ?? "" } };
    const there = await this.read(reference);
    await found(objects.delete(object, undefined, undefined, undefined, undefined, "Foreground"));
    await this.gone(reference, there?.metadata?.uid);
  }

  /** Waits until an object that is being deleted is gone; one of the same name with another uid does not count. */
  async gone(reference: ObjectReference, uid: string | undefined): Promise<void> {
    const end = performance.now() + 300_000;
    while (uid !== undefined && (await this.read(reference))?.metadata?.uid === uid) {
      if (performance.now() > end) {
        const { kind, name, namespace = "" } = reference;
        throw new UserError(
          `${kind} ${namespace}/${name} is being deleted, and is still there after 5 minutes: look at its finalizers.`,
        );
      }
      await sleep(500);
    }
  }

  /** Sets annotations of an object that is there. */
  async annotate({ apiVersion, kind, name, namespace }: ObjectReference, annotations: Record<string, string>) {
    const { objects, mergePatch } = await this.#connect();
    const object = { apiVersion, kind, metadata: { name, namespace: namespace ?? "", annotations } };
    await objects.patch(object, undefined, undefined, undefined, undefined, mergePatch);
  }

  /** The last lines that a container of a pod wrote: of its last run where `previous`; empty where there is no log. */
  async log(pod: { name: string; namespace: string; container: string; previous?: boolean }, lines: number) {
    const { core } = await this.#connect();
    const { name, namespace, container, previous } = pod;
    const request = { name, namespace, container, tailLines: lines, ...(previous && { previous }) };
    return (await core.readNamespacedPodLog(request).catch(() => "")) ?? "";
  }

  #connect(): Promise<Client> {
    this.#client ??= connect(this.#access, this.#seconds);
    return this.#client;
  }
}

/** Nothing says where a cluster is: neither the config nor KUBECONFIG, ~/.kube/config or a pod's service account. */
class NoKubeconfig extends Error {
  override name = "no kubeconfig";
}

interface Client {
  objects: KubernetesObjectApi;
  core: CoreV1Api;
  mergePatch: "application/merge-patch+json";
}

async function connect({ kubeconfig, context }: ClusterAccess, seconds: number): Promise<Client> {
  const { CoreV1Api, KubeConfig, KubernetesObjectApi, PatchStrategy } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  if (kubeconfig === undefined) {
    config.loadFromDefault();
    // What the client falls back to where it finds none. Source: @kubernetes/client-node, config.ts, `loadFromDefault`.
    if (config.getCurrentCluster()?.server === "http://localhost:8080") {
      throw new NoKubeconfig();
    }
  } else {
    config.loadFromFile(withHome(kubeconfig));
  }
  if (context !== undefined) {
    config.setCurrentContext(context);
  }
  // What every request goes through; the client has no limit of its own.
  const authenticate = config.applySecurityAuthentication.bind(config);
  config.applySecurityAuthentication = async (request) => {
    await authenticate(request);
    const limit = new AbortController();
    setTimeout(() => limit.abort(new Error(`no answer within ${seconds} s`)), seconds * 1000).unref();
    request.setSignal(limit.signal);
  };
  return {
    objects: KubernetesObjectApi.makeApiClient(config),
    core: config.makeApiClient(CoreV1Api),
    mergePatch: PatchStrategy.MergePatch,
  };
}

/** `~` as the Kubernetes provider reads it. Source: pulumi-kubernetes, provider/pkg/provider/util.go. */
function withHome(path: string): string {
  return path === "~" || path.startsWith("~/") ? join(userInfo().homedir, path.slice(1)) : path;
}

/** The answer; nothing where the object is not there, or where the API server does not know its kind. */
async function found<Answer>(request: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await request;
  } catch (error) {
    if (isNotFound(error)) {
      return undefined;
    }
    throw error;
  }
}

function isNotFound(error: unknown): boolean {
  const isUnknownKind = error instanceof Error && error.message.startsWith("Unrecognized API version and kind");
  return isUnknownKind || (error as Partial<ApiException<unknown>>).code === 404;
}

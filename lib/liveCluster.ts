/** Access to a running Kubernetes cluster, for programs that read it before, during and after a deployment. */
import { userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ApiException, CoreV1Api, KubernetesObject, KubernetesObjectApi } from "@kubernetes/client-node";
import { UserError } from "./userError.ts";

/** Identifies an object. */
export interface ObjectReference {
  apiVersion: string;
  kind: string;
  name: string;
  /** Absent for cluster-scoped objects. */
  namespace?: string | undefined;
}

/** An object with metadata and the fields of its kind. */
export interface LiveObject extends KubernetesObject {
  spec?: unknown;
  status?: unknown;
  data?: Record<string, string>;
}

/** A condition in the status of an object. */
export interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

/** Time of an object's creation, in milliseconds; Kubernetes keeps whole seconds. */
export function createdAt({ metadata }: LiveObject): number {
  return Number(new Date(metadata?.creationTimestamp ?? 0));
}

/** How to reach the cluster, with the meaning that the Kubernetes provider of the same stack gives it. */
export interface ClusterAccess {
  /** Path of a kubeconfig file. @default KUBECONFIG, ~/.kube/config, or the service account of a pod */
  kubeconfig?: string | undefined;
  /** Context in the kubeconfig. @default its current one */
  context?: string | undefined;
}

/**
 * Reads a cluster through its API. The client is loaded with the first request, since most runs of the program make
 * none. Every method throws the error of the API server or the connection. An object or kind that does not exist is not an
 * error: the result is `undefined`.
 */
export class LiveCluster {
  readonly #access: ClusterAccess;
  readonly #seconds: number;
  #client: Promise<Client> | undefined;

  /** @param seconds time limit of a request */
  constructor(access: ClusterAccess, seconds = 30) {
    this.#access = access;
    this.#seconds = seconds;
  }

  async read<Kind extends LiveObject = LiveObject>(reference: ObjectReference): Promise<Kind | undefined> {
    const { objects } = await this.#connect();
    return found(objects.read(objectOf(reference)) as unknown as Promise<Kind>);
  }

  /** Objects of a kind in one namespace or in all; none where the cluster does not know the kind. */
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
   * Deletes an object after the objects that it owns, and waits until it is gone. Does nothing where it does not exist.
   *
   * @throws UserError if it still exists after five minutes.
   */
  async delete(reference: ObjectReference): Promise<void> {
    const { objects } = await this.#connect();
    const there = await this.read(reference);
    await found(objects.delete(objectOf(reference), undefined, undefined, undefined, undefined, "Foreground"));
    await this.gone(reference, there?.metadata?.uid);
  }

  /** Waits until an object that is being deleted is gone. A new object of the same name has another uid. */
  async gone(reference: ObjectReference, uid: string | undefined): Promise<void> {
    const end = performance.now() + 300_000;
    while (uid !== undefined && (await this.read(reference))?.metadata?.uid === uid) {
      if (performance.now() > end) {
        const { kind, name, namespace = "" } = reference;
        throw new UserError(
          `${kind} ${namespace}/${name} still exists 5 minutes after its deletion began: look at its finalizers.`,
        );
      }
      await sleep(500);
    }
  }

  /** Sets annotations of an existing object. */
  async annotate(reference: ObjectReference, annotations: Record<string, string>) {
    const { objects, mergePatch } = await this.#connect();
    const object = objectOf(reference, { annotations });
    await objects.patch(object, undefined, undefined, undefined, undefined, mergePatch);
  }

  /** The last lines of a container's log, with `previous` of its last run; empty where there is no log. */
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

/** No cluster is configured: neither in the config nor by KUBECONFIG, ~/.kube/config or a pod's service account. */
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
    // The default of the client where it finds no kubeconfig. Source: @kubernetes/client-node, config.ts, `loadFromDefault`.
    if (config.getCurrentCluster()?.server === "http://localhost:8080") {
      throw new NoKubeconfig();
    }
  } else {
    config.loadFromFile(withHome(kubeconfig));
  }
  if (context !== undefined) {
    config.setCurrentContext(context);
  }
  // Every request passes through this method. The client has no time limit of its own.
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

/** Expands `~` as the Kubernetes provider does. Source: pulumi-kubernetes, provider/pkg/provider/util.go. */
function withHome(path: string): string {
  return path === "~" || path.startsWith("~/") ? join(userInfo().homedir, path.slice(1)) : path;
}

/** The object of a reference, as the client identifies it: without a namespace by an empty one. */
function objectOf({ apiVersion, kind, name, namespace = "" }: ObjectReference, metadata: object = {}) {
  return { apiVersion, kind, metadata: { name, namespace, ...metadata } };
}

/** The answer; undefined where the object does not exist or the API server does not know its kind. */
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

/** Reads the cluster for checks, and distinguishes the ways in which reading fails. */
import type { LiveCluster, LiveObject, ObjectReference } from "../lib/liveCluster.ts";

/** The part of a live cluster that checks use. */
export type ReadableCluster = Pick<LiveCluster, "read" | "list">;

/** The API server can be reached, but this request failed. */
export class Unread extends Error {}

/** The API server can't be reached, or rejects the credentials. */
export class Unreachable extends Error {}

/** The error of a single request; throws any other error again. */
export function asUnread(error: unknown): Unread {
  if (error instanceof Unread) {
    return error;
  }
  throw error;
}

/** Stands for a list that could not be read; throws any other error again. */
export function noneIfUnread(error: unknown): [] {
  asUnread(error);
  return [];
}

export class Reader {
  readonly #cluster: ReadableCluster;

  constructor(cluster: ReadableCluster) {
    this.#cluster = cluster;
  }

  /**
   * @throws Unread with the missing permission, Unreachable
   */
  async read<Kind extends LiveObject>(reference: ObjectReference): Promise<Kind | undefined> {
    const { kind, name, namespace } = reference;
    return answered(`get ${kind} ${name}${within(namespace)}`, () => this.#cluster.read<Kind>(reference));
  }

  /**
   * @throws Unread with the missing permission, Unreachable
   */
  async list<Kind extends LiveObject>(
    kinds: { apiVersion: string; kind: string; namespace?: string | undefined },
    labelSelector?: string,
  ): Promise<Kind[]> {
    const right = `list ${kinds.kind}${within(kinds.namespace) || " in all namespaces"}`;
    return answered(right, () => this.#cluster.list<Kind>(kinds, labelSelector));
  }
}

function within(namespace: string | undefined): string {
  return namespace === undefined ? "" : ` in namespace ${namespace}`;
}

async function answered<Answer>(right: string, request: () => Promise<Answer>): Promise<Answer> {
  try {
    return await request();
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === 403) {
      throw new Unread(`no permission to ${right}`);
    }
    if (typeof code === "number" && code !== 401) {
      throw new Unread(`the API server answers ${code} to ${right}`);
    }
    throw new Unreachable(reasonOf(error));
  }
}

/** The code or name of an error only, since its message may quote a kubeconfig. */
function reasonOf(error: unknown): string {
  const { code, cause, name } = error as { code?: unknown; cause?: { code?: unknown }; name?: unknown };
  return String(code ?? cause?.code ?? name ?? "no answer");
}

import { LiveCluster, type LiveObject, type ObjectReference } from "../../lib/liveCluster.ts";

/** A cluster that holds what a test puts into it, and remembers what was made and deleted. */
export class LiveClusterDouble extends LiveCluster {
  readonly objects: LiveObject[];
  readonly made: LiveObject[] = [];
  readonly deleted: ObjectReference[] = [];
  readonly #logs: string;

  constructor(objects: LiveObject[], logs = "") {
    super({});
    this.objects = objects;
    this.#logs = logs;
  }

  override async read<Kind extends LiveObject>({ kind, name }: ObjectReference): Promise<Kind | undefined> {
    return this.objects.find((object) => object.kind === kind && object.metadata?.name === name) as Kind | undefined;
  }

  override async list<Kind extends LiveObject>({ kind }: { kind: string }): Promise<Kind[]> {
    return this.objects.filter((object) => object.kind === kind) as Kind[];
  }

  override async create(object: LiveObject): Promise<void> {
    this.made.push(object);
  }

  override async delete(reference: ObjectReference): Promise<void> {
    this.deleted.push(reference);
  }

  override async log(): Promise<string> {
    return this.#logs;
  }
}

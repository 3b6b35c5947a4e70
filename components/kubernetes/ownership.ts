/** Which objects of the cluster are this stack's own, and what becomes of one that is there before it is made. */
import { getOrganization, getProject, getStack, type Inputs, log, ResourceHook, runtime } from "@pulumi/pulumi";
import { isKubernetesObject } from "../../graph/typeToken.ts";
import { childOf, type Json } from "../../lib/json.ts";
import type { LiveCluster, LiveObject, ObjectReference } from "../../lib/liveCluster.ts";
import { UserError } from "../../lib/userError.ts";
import { freeHelmName } from "./helmRecords.ts";
import { withMetadata } from "./inputMaps.ts";
import { jobSpecAnnotation } from "./job.ts";
import { plainInputs } from "./plainInputs.ts";

/** Annotation with the stack and the name that an object has in it: `organization/mlops-platform/prod/mlflow`. */
const ownerAnnotation = "mlops-platform/owner";

/** Annotations for Pulumi's provider. Source: pulumi-kubernetes, provider/pkg/metadata/annotations.go. */
const fieldManagerAnnotation = "pulumi.com/patchFieldManager";

interface OwnershipArgs {
  /** The cluster that is looked into. Absent where manifests are only written. */
  live: LiveCluster | undefined;

  /** Objects of others that may become this stack's, as `Secret mlflow/mlflow-credentials` or `Namespace mlflow`. */
  takeOver: readonly string[];
}

/**
 * Marks every Kubernetes object that the program makes from here on as the stack's own, and decides what becomes of one
 * that is there although Pulumi's state does not know it. An update that was killed leaves such objects: they carry the
 * mark, and are taken over. Another's are refused, in previews too, unless `takeOver` names them.
 *
 * The provider has to be one that updates what exists (`upsertExistingObjects`): this is what makes that safe. One field
 * manager for all updates of the stack keeps an object that is taken over free of conflicts with the killed update.
 */
export function ownResources({ live, takeOver }: OwnershipArgs): void {
  const stack = `${getOrganization()}/${getProject()}/${getStack()}`;
  const hook = live && new ResourceHook("ownership", beforeCreate(live, stack, takeOver), { onDryRun: true });
  runtime.registerStackTransformation(({ type, name, props, opts }) => {
    if (!type.startsWith("kubernetes:")) {
      return undefined;
    }
    const hooks = hook && {
      hooks: { ...opts.hooks, beforeCreate: [hook, ...(opts.hooks?.beforeCreate ?? [])] },
    };
    return {
      props: isKubernetesObject(type) ? withMetadata(props, "annotations", mark(`${stack}/${name}`)) : props,
      opts: { ...opts, ...hooks },
    };
  });
}

function mark(owner: string) {
  return (own: Inputs) => ({ ...own, [ownerAnnotation]: owner, [fieldManagerAnnotation]: "mlops-platform" });
}

function beforeCreate(live: LiveCluster, stack: string, takeOver: readonly string[]) {
  // All that are refused in a run get a place of their own in the list, so that their commands can be pasted together.
  const named = [...takeOver];
  return async ({ name, newInputs }: { name: string; newInputs?: unknown }): Promise<void> => {
    const inputs = await plainInputs(newInputs);
    const owner = `${stack}/${name}`;
    if (text(inputs, "chart") !== undefined) {
      const place = { name: text(inputs, "name") ?? "", namespace: text(inputs, "namespace") ?? "" };
      await readOrGoOn(() => freeHelmName(live, { ...place, owner, description: text(inputs, "description") }));
      return;
    }
    const wanted = {
      apiVersion: text(inputs, "apiVersion") ?? "",
      kind: text(inputs, "kind") ?? "",
      name: text(childOf(inputs, "metadata"), "name") ?? "",
      namespace: text(childOf(inputs, "metadata"), "namespace"),
    };
    if (wanted.name === "") {
      return;
    }
    const found = await readOrGoOn(() => live.read(wanted));
    if (found === undefined) {
      return;
    }
    const label = `${wanted.kind} ${wanted.namespace === undefined ? "" : `${wanted.namespace}/`}${wanted.name}`;
    refuseAnothers(found, label, owner, takeOver, named);
    if (!runtime.isDryRun()) {
      await makeRoom(live, { ...wanted, owner }, found, inputs);
    }
  };
}

/** In a preview a cluster that does not answer is no reason to stop: the preconditions have said so. */
async function readOrGoOn<Answer>(read: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await read();
  } catch (error) {
    if (runtime.isDryRun() && !(error instanceof UserError)) {
      return undefined;
    }
    throw error;
  }
}

function refuseAnothers(
  found: LiveObject,
  label: string,
  owner: string,
  takeOver: readonly string[],
  named: string[],
): void {
  const mark = found.metadata?.annotations?.[ownerAnnotation];
  if (mark === owner) {
    log.info(`${label} is there, made by an earlier update of this stack: it is taken over.`);
    return;
  }
  if (takeOver.includes(label)) {
    log.info(`${label} is there, and cluster.takeOver names it: it is taken over.`);
    return;
  }
  const stack = owner.slice(0, owner.lastIndexOf("/"));
  const whose =
    mark === undefined
      ? "was not made by this stack"
      : mark.startsWith(`${stack}/`)
        ? `belongs to another resource of this stack, ${mark.slice(stack.length + 1)}`
        : `belongs to the stack ${mark.slice(0, mark.lastIndexOf("/"))}`;
  const index = named.push(label) - 1;
  throw new UserError(
    `${label} is there already and ${whose}. It was left as it is.\nIf it is to become ${owner}, let it be taken over:\n  pulumi config set --path 'mlops-platform:cluster.takeOver[${index}]' '${label}' --stack ${getStack()}`,
  );
}

/** What cannot be taken over goes first: an object that is being deleted, and a Job of another spec. */
async function makeRoom(
  live: LiveCluster,
  wanted: ObjectReference & { owner: string },
  found: LiveObject,
  inputs: Json | undefined,
): Promise<void> {
  const spec = text(childOf(childOf(inputs, "metadata"), "annotations"), jobSpecAnnotation);
  const { [ownerAnnotation]: owner, [jobSpecAnnotation]: foundSpec } = found.metadata?.annotations ?? {};
  const isStaleJob = wanted.kind === "Job" && owner === wanted.owner && foundSpec !== spec;
  if (isStaleJob) {
    await live.delete(wanted);
  } else if (found.metadata?.deletionTimestamp !== undefined) {
    await live.gone(wanted, found.metadata.uid);
  }
}

function text(map: Json | undefined, key: string): string | undefined {
  const value = childOf(map, key);
  return typeof value === "string" ? value : undefined;
}

/** Ownership of objects in the cluster: marks this stack's own, and checks objects that exist before they are made. */
import { getOrganization, getProject, getStack, type Inputs, log, ResourceHook, runtime } from "@pulumi/pulumi";
import { isKubernetesObject } from "../../graph/typeToken.ts";
import { ConfigCommands } from "../../lib/configCommands.ts";
import { childOf, type Json } from "../../lib/json.ts";
import type { LiveCluster, LiveObject, ObjectReference } from "../../lib/liveCluster.ts";
import { quoted } from "../../lib/shell.ts";
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
  /** The cluster that is read. Absent where manifests are only written. */
  live: LiveCluster | undefined;

  /**
   * Objects of others that this stack may take over, such as `Secret mlflow/mlflow-credentials` or `Namespace mlflow`.
   */
  takeOver: readonly string[];
}

/**
 * Marks every Kubernetes object that the program registers from now on as the stack's own, and handles objects that
 * exist although Pulumi's state does not know them. A killed update leaves such objects: they carry the mark, and are
 * taken over. Objects of others are refused, in previews too, unless `takeOver` names them.
 *
 * The provider has to update existing objects (`upsertExistingObjects`), which these checks make safe. One field
 * manager for all updates of the stack avoids conflicts with the killed update.
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
  // Each object that a run refuses gets its own index in the list, so that all commands can be pasted together.
  const named = [...takeOver];
  return async ({ name, newInputs }: { name: string; newInputs?: unknown }): Promise<void> => {
    const inputs = await plainInputs(newInputs);
    const owner = `${stack}/${name}`;
    if (text(inputs, "chart") !== undefined) {
      const place = { name: text(inputs, "name") ?? "", namespace: text(inputs, "namespace") ?? "" };
      await readUnlessDown(() => freeHelmName(live, { ...place, owner, description: text(inputs, "description") }));
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
    const found = await readUnlessDown(() => live.read(wanted));
    if (found === undefined) {
      return;
    }
    const label = `${wanted.kind} ${wanted.namespace === undefined ? "" : `${wanted.namespace}/`}${wanted.name}`;
    refuseForeignObject(found, label, owner, takeOver, named);
    if (!runtime.isDryRun()) {
      await makeRoom(live, { ...wanted, owner }, found, inputs);
    }
  };
}

/** Undefined where the cluster does not answer in a preview: the preconditions have reported that. */
async function readUnlessDown<Answer>(read: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await read();
  } catch (error) {
    if (runtime.isDryRun() && !(error instanceof UserError)) {
      return undefined;
    }
    throw error;
  }
}

function refuseForeignObject(
  found: LiveObject,
  label: string,
  owner: string,
  takeOver: readonly string[],
  named: string[],
): void {
  const mark = found.metadata?.annotations?.[ownerAnnotation];
  if (mark === owner) {
    log.info(`${label} exists, made by an earlier update of this stack: it is taken over.`);
    return;
  }
  if (takeOver.includes(label)) {
    log.info(`${label} exists, and cluster.takeOver names it: it is taken over.`);
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
    `${label} exists already and ${whose}. It was left unchanged.\nTo let ${owner} take it over:\n  ${new ConfigCommands(getStack()).set(["cluster", "takeOver", index], quoted(label))}`,
  );
}

/**
 * Waits for the end of an object that is being deleted, and deletes a Job of another spec: neither can be taken over.
 */
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

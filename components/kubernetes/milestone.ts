import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { type CustomResourceOptions, log, ResourceHook } from "@pulumi/pulumi";
import { contentHash } from "../../lib/contentHash.ts";

interface MilestoneArgs {
  metadata: { name: string; namespace: string; labels: Record<string, string> };

  /** Subject of the condition, such as a spec. When it changes, the condition has to be met again. */
  of: unknown;

  /** Resolves when the condition is met. `isUpdate` where it was met before, for another subject. */
  reached: (how: { isUpdate: boolean; say: (message: string) => void }) => Promise<void>;

  /** Runs before the milestone moves, in previews too. */
  guard?: ResourceHook | undefined;
}

/** Annotation of a milestone with the hash of its subject. */
const annotation = "mlops-platform/of";

/**
 * A ConfigMap that is written once a condition is met in the cluster: a schema migrated, pods of a new version ready, a
 * first backup in the bucket. Its dependents are made afterwards. An update that fails or is killed while it waits has
 * not written it, so the next one waits again.
 *
 * Its content is an annotation, since a change to the data of a ConfigMap replaces it.
 */
export function milestone(name: string, args: MilestoneArgs, opts: CustomResourceOptions): ConfigMap {
  const { metadata, of, reached, guard } = args;
  const wait = new ResourceHook(`${name}-milestone`, ({ oldInputs }) =>
    reached({ isUpdate: oldInputs !== undefined, say: (message) => log.info(message) }),
  );
  const before = [...(guard ? [guard] : []), wait];
  return new ConfigMap(
    name,
    { metadata: { ...metadata, annotations: { [annotation]: contentHash(of) } } },
    { ...opts, hooks: { beforeCreate: [wait], beforeUpdate: before } },
  );
}

/** Annotation for objects whose outcome a milestone waits for, so that Pulumi's provider does not. */
export const createdIsEnough = { "pulumi.com/waitFor": "jsonpath={.metadata.uid}" };

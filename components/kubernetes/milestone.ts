import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { type CustomResourceOptions, log, ResourceHook } from "@pulumi/pulumi";
import { contentHash } from "../../lib/contentHash.ts";

interface MilestoneArgs {
  metadata: { name: string; namespace: string; labels: Record<string, string> };

  /** What has to come true is said of this. A changed one has to come true anew. */
  of: unknown;

  /** Resolves when it has come true. `isUpdate` where it had come true before, of something else. */
  reached: (how: { isUpdate: boolean; say: (message: string) => void }) => Promise<void>;

  /** Asked before the milestone moves, in previews too. */
  guard?: ResourceHook | undefined;
}

/** Annotation of a milestone: changes with what has come true. */
const annotation = "mlops-platform/of";

/**
 * A ConfigMap that is written when something has come true in the cluster: a schema migrated, pods of a new version
 * ready, a first backup in the bucket. What depends on it is made afterwards. An update that fails while it waits, or is
 * killed, has not written it, so the next one waits again.
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

/** Annotation for objects whose outcome a milestone waits for: Pulumi's provider need not. */
export const createdIsEnough = { "pulumi.com/waitFor": "jsonpath={.metadata.uid}" };

import { log, ResourceHook } from "@pulumi/pulumi";
import { childOf, type Json, type JsonMap } from "../../lib/json.ts";
import { UserError } from "../../lib/userError.ts";
import { refusalOf } from "../../releases/engine/guard.ts";
import { type ConfigKeys, guardMessage } from "../../releases/engine/guardMessage.ts";
import type { Product } from "../../releases/engine/release.ts";
import { plainInputs } from "../kubernetes/plainInputs.ts";
import { releaseIn } from "./releaseMark.ts";

/** What decides whether an update of a running product may be; answers and inventory are as `upgrade` takes them. */
export interface ReleaseGuardArgs<Answers extends object> {
  product: Product<Answers>;

  /** Values as they are configured, and the release they were written for. */
  configured?: { release: string; values: JsonMap } | undefined;

  deployments?: Json | undefined;
  answers?: Json | undefined;

  /** The release whose data were restored from a backup: going back to it is allowed. */
  restoredTo?: string | undefined;

  /** Config keys that a refusal tells to set. */
  keys?: ConfigKeys;

  /**
   * The release that runs, for a resource that is made anew with every release and so carries no earlier one; nothing
   * where none runs. It is asked when the resource is made, and not in previews.
   */
  running?: (() => Promise<string | undefined>) | undefined;

  /** Resolves when the engine has the notices: a refusal ends the program, and with it what it has yet to say. */
  noticed?: Promise<unknown>;
}

/**
 * Refuses updates of a running stack that skip a required stop, leave a gate unconfirmed or go back, at preview and at
 * up: `hooks: { beforeUpdate: [releaseGuard("mlops", …)] }`. Which release is deployed, and with which Helm values, is
 * read from the guarded resource's own inputs (see `releaseMark`). Creating it is not guarded; neither is a replacement,
 * so its name must not depend on the release.
 */
export function releaseGuard<Answers extends object>(name: string, args: ReleaseGuardArgs<Answers>): ResourceHook {
  const { product, keys, noticed, running, ...given } = args;
  return new ResourceHook(
    `${name}-release-guard`,
    async ({ urn, oldInputs, newInputs }) => {
      const [before, after] = [await plainInputs(oldInputs), await plainInputs(newInputs)];
      const wanted = releaseIn(product, after);
      const deployed = running ? await running() : releaseIn(product, before);
      if (running && deployed === undefined) {
        return;
      }
      if (deployed === undefined || wanted === undefined) {
        log.warn(
          `${urn} ${deployed === undefined ? "carried" : "carries"} no release of ${product.title}: this update is not guarded.`,
        );
        return;
      }
      const update = { ...given, deployed: { release: deployed, values: childOf(before, "values") }, wanted };
      const refusal = refusalOf(product, update);
      if (refusal !== undefined) {
        await noticed;
        throw new UserError(guardMessage(product, update, refusal, keys));
      }
    },
    { onDryRun: running === undefined },
  );
}

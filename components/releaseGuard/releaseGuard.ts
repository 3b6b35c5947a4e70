import { getStack, log, ResourceHook } from "@pulumi/pulumi";
import { ConfigCommands } from "../../lib/configCommands.ts";
import { childOf, type Json, type JsonMap } from "../../lib/json.ts";
import { UserError } from "../../lib/userError.ts";
import { refusalOf } from "../../releases/engine/guard.ts";
import { type GuardCommands, guardMessage } from "../../releases/engine/guardMessage.ts";
import type { Product } from "../../releases/engine/release.ts";
import { plainInputs } from "../kubernetes/plainInputs.ts";
import { releaseIn } from "./releaseMark.ts";

/** Dotted paths below the project, such as `mlops.release`. Without one, a refusal says in words what to do. */
export interface GuardKeys {
  release?: string;
  answers?: string;
  restoredTo?: string;
}

/**
 * Facts that decide whether an update of a running product is allowed; answers and inventory as `upgrade` takes them.
 */
export interface ReleaseGuardArgs<Answers extends object> {
  product: Product<Answers>;

  /** Values of the config, and the release that they were written for. */
  configured?: { release: string; values: JsonMap } | undefined;

  deployments?: Json | undefined;
  answers?: Json | undefined;

  /** The release whose data were restored from a backup: the way back to it is allowed. */
  restoredTo?: string | undefined;

  /** Config keys for the commands in a refusal. */
  keys?: GuardKeys;

  /**
   * Reads the release that runs, for a resource that every release replaces and whose inputs thus carry no earlier one;
   * undefined where none runs. It is called when the resource is made, and not in previews.
   */
  running?: (() => Promise<string | undefined>) | undefined;

  /** Resolves when the engine has received the notices: a refusal ends the program, and would lose the pending ones. */
  noticed?: Promise<unknown>;
}

/**
 * Refuses updates of a running stack that skip a required stop, leave a gate unconfirmed or go back, at preview and at
 * up: `hooks: { beforeUpdate: [releaseGuard("mlops", …)] }`. Which release is deployed, and with which Helm values, is
 * read from the guarded resource's own inputs (see `releaseMark`). Neither creation nor replacement is guarded, so the
 * resource's name must not depend on the release.
 */
export function releaseGuard<Answers extends object>(name: string, args: ReleaseGuardArgs<Answers>): ResourceHook {
  const { product, keys = {}, noticed, running, ...given } = args;
  const commands = guardCommands(keys, getStack());
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
        throw new UserError(guardMessage(product, update, refusal, commands));
      }
    },
    { onDryRun: running === undefined },
  );
}

function guardCommands({ release, answers, restoredTo }: GuardKeys, stack: string): GuardCommands {
  const commands = new ConfigCommands(stack);
  return {
    update: `pulumi up --stack ${stack}`,
    setRelease: release === undefined ? undefined : (version) => commands.set(release, version),
    setAnswer: answers === undefined ? undefined : (path, value) => commands.set(`${answers}.${path}`, value),
    setRestoredTo: restoredTo === undefined ? undefined : (version) => commands.set(restoredTo, version),
  };
}

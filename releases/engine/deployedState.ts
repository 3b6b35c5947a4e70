/** State of a deployed product, which decides the stops and gates on the way to another release. */

import type { Json, JsonMap } from "../../lib/json.ts";
import type { Gate } from "./notices.ts";
import type { Context } from "./places.ts";
import type { PlannedRelease } from "./plan.ts";
import type { Product, Release } from "./release.ts";
import { checkedRequest } from "./request.ts";
import { upgrade } from "./upgrade.ts";
import { type RequestedVersion, requestedVersion } from "./versions.ts";

export interface Running {
  /** Deployed release and its values. Values that are absent or do not fit the schema of the release are ignored. */
  deployed: { release: string; values?: Json | undefined };
  /** Configured values, with the release that they were written for. */
  configured?: { release: string; values: JsonMap } | undefined;
  /** Inventory and answers, as `upgrade` takes them. */
  deployments?: Json | undefined;
  answers?: Json | undefined;
}

/**
 * Stops and gates are decided by the deployed values, since those in the config may have been rewritten for a later
 * release already. Configured values are used as well if they were written for an earlier release, since they show what
 * that release left behind, such as a volume. If neither is available, every stop and every gate applies.
 */
export class DeployedState<Answers extends object> {
  readonly answers: Answers;
  readonly #deployed: Release<Answers>;
  /** Context for the rules of the deployed release. */
  readonly #context: Context<Answers> | undefined;
  /** Plans from the deployed release, and from the earlier release of the configured values. */
  readonly #plan: PlannedRelease[] | undefined;
  readonly #earlierPlan: PlannedRelease[] | undefined;

  /**
   * @throws InputError if configured values, inventory or answers are invalid
   */
  constructor(product: Product<Answers>, running: Running, from: RequestedVersion, to: RequestedVersion) {
    const { deployed, configured, deployments, answers } = running;
    const request = { from: exact(from), to: exact(to), ...present({ deployments, answers }) };
    const checked = checkedRequest(product, request);
    this.answers = checked.answers;
    this.#deployed = checked.start;

    const written = product.releases.findIndex(({ version }) => version === lineIn(product, configured?.release));
    const current = product.releases.indexOf(checked.start);
    const values = readable(checked.start, deployed.values) ?? (written === current ? configured?.values : undefined);
    if (values !== undefined) {
      this.#context = { from, to, answers: checked.answers, values, deployments: checked.deployments?.running };
      this.#plan = upgrade(product, { ...request, values }).plan.releases;
    }
    if (configured !== undefined && written !== -1 && written < current) {
      const earlier = { ...request, from: configured.release, values: configured.values };
      this.#earlierPlan = upgrade(product, earlier).plan.releases;
    }
  }

  /** The stop that this release requires on the way to a later one. */
  stopAt({ version, stop }: Release<Answers>): PlannedRelease["stop"] {
    const planned = this.#planned(version);
    return planned === undefined ? stop && { message: stop.say, source: stop.source } : planned.stop;
  }

  /** The gates that apply to the release, confirmed or not. */
  gatesOf(release: Release<Answers>): Gate<Answers>[] {
    const gates = release.rules.filter((rule) => rule.kind === "gate");
    const planned = this.#planned(release.version);
    const context = release === this.#deployed ? this.#context : undefined;
    return gates.filter(
      (gate) =>
        (planned === undefined && context === undefined) ||
        planned?.gates.some(({ id }) => id === gate.id) ||
        (context !== undefined && gate.where(context).length > 0),
    );
  }

  #planned(version: string): PlannedRelease | undefined {
    const isDeployed = version === this.#deployed.version;
    const plan = isDeployed ? this.#earlierPlan : (this.#plan ?? this.#earlierPlan);
    return plan?.find((release) => release.version === version);
  }
}

/** Deployed values, if they fit the schema of their release. Invalid ones are ignored, since they can't be fixed. */
function readable<Answers>({ values: schema }: Release<Answers>, values: Json | undefined): JsonMap | undefined {
  return values !== undefined && schema.safeParse(values).success ? (values as JsonMap) : undefined;
}

/** The release that a version names. */
function lineIn<Answers>({ releases }: Product<Answers>, version = ""): string | undefined {
  const versions = releases.map((release) => release.version);
  return requestedVersion("release", version, versions).data?.release;
}

function exact({ exact, release }: RequestedVersion): string {
  return exact ?? release;
}

function present(inputs: { deployments?: Json | undefined; answers?: Json | undefined }) {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
}

/** Decides whether a deployed product may be updated to another release. */
import { acknowledgedBy, isConfirmed } from "./acknowledgements.ts";
import { DeployedState, type Running } from "./deployedState.ts";
import type { Gate } from "./notices.ts";
import type { Product, Release } from "./release.ts";
import type { Source } from "./source.ts";
import { compareVersions, goesBack, pathBetween, requestedVersion } from "./versions.ts";

export interface Update extends Running {
  /** The release to deploy. */
  wanted: string;
  /** The release whose data was restored from a backup. Going back is allowed to this release only. */
  restoredTo?: string | undefined;
}

export type Refusal = BackRefusal | UnknownRefusal | ForwardRefusal;

export interface BackRefusal {
  kind: "back";
}

/** One of the two releases is not known. */
export interface UnknownRefusal {
  kind: "unknown";
}

export interface ForwardRefusal {
  kind: "forward";
  /** The release to deploy next: a required stop, or the wanted release. */
  next: string;
  stop?: { message: string; source: Source } | undefined;
  gates: OpenGate[];
  /** Number of gates that are acknowledged already. */
  acknowledged: number;
}

/** A gate that is not confirmed, with the release it belongs to. */
export type OpenGate = Pick<Gate, "id" | "when" | "say" | "run" | "check" | "source"> & {
  release: string;
  /** Key of the answers whose `true` confirms the gate, besides `acknowledge`. */
  confirmedBy?: string | undefined;
};

/**
 * The reason to refuse the update; undefined if it is allowed. A pure function: the caller finds out what is deployed.
 *
 * @throws InputError if configured values, inventory or answers are invalid
 */
export function refusalOf<Answers extends object>(product: Product<Answers>, update: Update): Refusal | undefined {
  const { deployed, wanted, restoredTo } = update;
  if (goesBack(deployed.release, wanted)) {
    const isRestored = restoredTo !== undefined && compareVersions(restoredTo, wanted) === 0;
    return isRestored ? undefined : { kind: "back" };
  }
  if (product.releases.length === 0) {
    return undefined;
  }
  const versions = product.releases.map(({ version }) => version);
  const [from, to] = [deployed.release, wanted].map((text) => requestedVersion("release", text, versions).data);
  if (from === undefined || to === undefined) {
    return { kind: "unknown" };
  }
  const path = pathBetween(from, to, versions).data ?? [];
  if (path.length === 0) {
    return undefined;
  }
  return forwardRefusal({
    state: new DeployedState(product, update, from, to),
    leaving: product.releases.filter(({ version }) => version === from.release),
    entering: product.releases.filter(({ version }) => path.includes(version)),
  });
}

interface UpgradePath<Answers extends object> {
  state: DeployedState<Answers>;
  /** The deployed release. */
  leaving: Release<Answers>[];
  /** The releases after it, up to the wanted one. */
  entering: Release<Answers>[];
}

function forwardRefusal<Answers extends object>({ state, leaving, entering }: UpgradePath<Answers>) {
  const stop = entering.slice(0, -1).find((release) => state.stopAt(release) !== undefined);
  const end = stop === undefined ? entering.length : entering.indexOf(stop) + 1;
  const before = entering.slice(0, end);
  const after = [...leaving, ...entering.slice(0, end - 1)];
  const gates = [...leaving, ...before].flatMap((release) =>
    state
      .gatesOf(release)
      .filter(({ when }) => (when === "before" ? before : after).includes(release))
      .filter((gate) => !isConfirmed(gate, state.answers))
      .map((gate) => ({ ...gate, release: release.version })),
  );
  if (stop === undefined && gates.length === 0) {
    return undefined;
  }
  return {
    kind: "forward" as const,
    next: before.at(-1)?.version ?? "",
    stop: stop && state.stopAt(stop),
    gates,
    acknowledged: acknowledgedBy(state.answers).length,
  };
}

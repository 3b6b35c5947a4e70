/** Builds the plan of an upgrade, release by release, and masks everything in it that could be a secret. */

import type { Operation } from "../../lib/operations.ts";
import { formatPath, type Path } from "../../lib/path.ts";
import { knownTo, masked, type Visibility } from "../../lib/secrets/visibility.ts";
import type { Accounting } from "./accounting.ts";
import { isConfirmed } from "./acknowledgements.ts";
import type { AppliedEdits, Change, OpenEdit } from "./applyEdits.ts";
import { deploymentSchema } from "./inventory.ts";
import { originOf } from "./pathTrace.ts";
import type { Context, Site } from "./places.ts";
import type { Plan, PlannedBlocker, PlannedChange, PlannedGate, PlannedNotice, PlannedRelease } from "./plan.ts";
import type { Product, Release } from "./release.ts";

export type PlanItem = PlannedChange | PlannedNotice | PlannedBlocker | PlannedGate;

/** A place in one of the user's files. */
export interface Origin {
  file: "values" | "deployments";
  path: Path;
}

/** The facts about one release on the way. */
export interface PlannedStep<Answers> {
  release: Release<Answers>;
  /** The release that the values come from. */
  before: Release<Answers>;
  context: Context<Answers>;
  /** Operations on the values before this release. */
  history: readonly Operation[];
  applied: AppliedEdits;
  /** Applied edits of each deployment, in the order of the inventory. */
  deployments: AppliedEdits[];
  leaves: Accounting;
}

export class Planner {
  readonly origins = new Map<PlanItem, Origin>();
  readonly #product: Pick<Product, "name" | "publicEnvironment">;
  readonly #releases: PlannedRelease[] = [];

  constructor(product: Pick<Product, "name" | "publicEnvironment">) {
    this.#product = product;
  }

  add<Answers>(step: PlannedStep<Answers>): void {
    const { release, before, context, leaves } = step;
    const { stop } = release;
    const inValues = knownTo(before.values, release.values);
    const inDeployments = visibleIn(this.#product.publicEnvironment ?? []);
    this.#releases.push({
      version: release.version,
      ...(stop?.when(context) && { stop: { message: stop.say, source: stop.source } }),
      changes: [
        ...step.applied.changes.map((change) => this.#change(change, inValues)),
        ...step.deployments.flatMap(({ changes }, index) =>
          changes.map((change) => this.#change(change, inDeployments, index, context)),
        ),
      ],
      notices: this.#notices(step),
      blockers: [
        ...step.applied.open.map((open) => this.#open(open)),
        ...step.deployments.flatMap(({ open }, index) => open.map((edit) => this.#open(edit, index, context))),
        ...this.#blockers(step),
      ],
      gates: this.#gates(step),
      leaves,
    });
  }

  plan(from: string, to: string): Plan {
    return { product: this.#product.name, from, to, releases: this.#releases };
  }

  #change<Answers>(change: Change, isKnown: Visibility, index?: number, context?: Context<Answers>): PlannedChange {
    const { op, path, to, before, after, reason, source, origin, variable } = change;
    const isVisible: Visibility = (path, value) => value === variable || isKnown(path, value);
    const item: PlannedChange = {
      op,
      path: formatPath(inFile(path, index)),
      ...(to && { to: formatPath(inFile(to, index)) }),
      ...(before !== undefined && { before: masked(before, path, isVisible) }),
      ...(after !== undefined && { after: masked(after, to ?? path, isVisible) }),
      ...deploymentAt(index, context),
      reason,
      source,
    };
    return this.#located(item, origin ?? [], index);
  }

  #open<Answers>(open: OpenEdit, index?: number, context?: Context<Answers>): PlannedBlocker {
    const { id, message, path, answer, source, origin } = open;
    const item: PlannedBlocker = {
      id,
      message,
      path: formatPath(inFile(path, index)),
      ...deploymentAt(index, context),
      ...(answer && { answer }),
      source,
    };
    return this.#located(item, origin ?? [], index);
  }

  #notices<Answers>(step: PlannedStep<Answers>): PlannedNotice[] {
    const rules = step.release.rules.filter((rule) => rule.kind === "notice");
    return rules.flatMap(({ id, severity, say, source, where }) =>
      this.#atEach(where(step.context), step, (place) => ({ id, severity, message: say, ...place, source })),
    );
  }

  #blockers<Answers>(step: PlannedStep<Answers>): PlannedBlocker[] {
    const rules = step.release.rules.filter((rule) => rule.kind === "blocker");
    return rules.flatMap(({ id, say, answer, source, where }) =>
      this.#atEach(where(step.context), step, (place) => ({
        id,
        message: say,
        ...place,
        ...(answer && { answer }),
        source,
      })),
    );
  }

  /** One item for each place where a rule applies. */
  #atEach<Item extends PlanItem, Answers>(
    sites: Site[],
    { context, history }: PlannedStep<Answers>,
    itemAt: (place: { path?: string; deployment?: string }) => Item,
  ): Item[] {
    const indexes = new Map(context.deployments?.map((deployment, index) => [deployment, index]));
    return sites.map((site) => {
      const item = itemAt(about(site));
      const index = site.deployment && indexes.get(site.deployment);
      if (index !== undefined) {
        return this.#located(item, site.path ?? [], index);
      }
      return site.path === undefined ? item : this.#located(item, originOf(site.path, history) ?? []);
    });
  }

  /** A gate is listed once, however many places it applies to. */
  #gates<Answers>({ release, context }: PlannedStep<Answers>): PlannedGate[] {
    const gates = release.rules.filter((rule) => rule.kind === "gate");
    return gates.flatMap((gate) => {
      const { id, when, say, run, check, source } = gate;
      const confirmed = isConfirmed(gate, context.answers);
      const item = { id, when, message: say, ...(run && { run }), check, confirmed, source };
      return gate.where(context).length > 0 ? [item] : [];
    });
  }

  #located<Item extends PlanItem>(item: Item, path: Path, index?: number): Item {
    this.origins.set(item, { file: index === undefined ? "values" : "deployments", path: inFile(path, index) });
    return item;
  }
}

function inFile(path: Path, index?: number): Path {
  return index === undefined ? path : ["deployments", index, ...path];
}

function about({ path, deployment }: Site): { path?: string; deployment?: string } {
  return { ...(path && { path: formatPath(path) }), ...(deployment && { deployment: deployment.name }) };
}

function deploymentAt<Answers>(index?: number, context?: Context<Answers>): { deployment?: string } {
  const name = index === undefined ? undefined : context?.deployments?.[index]?.name;
  return name === undefined ? {} : { deployment: name };
}

/** Shows only those environment variables of a deployment that the product declares as public. */
export function visibleIn(publicEnvironment: readonly string[]): Visibility {
  const isKnown = knownTo(deploymentSchema);
  return (path, value) =>
    path[0] === "env" ? publicEnvironment.includes(String(path[1])) && path.length === 2 : isKnown(path, value);
}

/** What a release says besides its edits: notices, blockers and gates. */

import { isEmpty, valueAt } from "../../lib/json.ts";
import { pathOf } from "../../lib/path.ts";
import type { Deployment } from "./inventory.ts";
import type { Context, Site } from "./places.ts";
import { type Place, pathsOf } from "./places.ts";
import type { Source } from "./source.ts";

/** Where a rule applies: nowhere, if the list is empty. */
export type Where<Answers = object> = (context: Context<Answers>) => Site[];

interface Said<Answers> {
  /** Unique within the product. */
  id: string;
  say: string;
  source: Source;
  where: Where<Answers>;
}

export interface Notice<Answers = object> extends Said<Answers> {
  kind: "notice";
}

export interface Blocker<Answers = object> extends Said<Answers> {
  kind: "blocker";
  /** Key of the answers file that settles it. */
  answer?: keyof Answers & string;
}

export interface Gate<Answers = object> extends Said<Answers> {
  kind: "gate";
  /** Must hold before the release is deployed, or after. */
  when: "before" | "after";
  /** Shell commands that bring it about, where the document gives them. */
  run?: string;
  /** Shell command that checks it. */
  check: string;
  /** Key of the answers file whose `true` confirms the gate, besides `acknowledge`. */
  confirmedBy?: keyof Answers & string;
}

export type Rule<Answers = object> = Notice<Answers> | Blocker<Answers> | Gate<Answers>;

/** What a declaration gives besides its id; without `where` it always applies. */
type Declared<R extends { where: unknown }> = Omit<R, "kind" | "id" | "where"> & Partial<Pick<R, "where">>;

/** Something to know, or to do in client or model code. */
export function notice<Answers>(id: string, rule: Declared<Notice<Answers>>): Notice<Answers> {
  return { kind: "notice", id, where: always, ...rule };
}

/** Something that is there and would be refused, lost or stop working. */
export function blocker<Answers>(id: string, rule: Omit<Blocker<Answers>, "kind" | "id">): Blocker<Answers> {
  return { kind: "blocker", id, ...rule };
}

/** Something that must be true before or after the release, with the command that checks it. */
export function gate<Answers>(id: string, rule: Declared<Gate<Answers>>): Gate<Answers> {
  return { kind: "gate", id, where: always, ...rule };
}

/** Blocks what runs on a runtime that is gone; without an inventory nobody knows, and it is a notice. */
export function removedRuntime<Answers>(
  id: string,
  rule: { runs(deployment: Deployment): boolean; say: string; source: Source },
): Rule<Answers>[] {
  const { runs, ...said } = rule;
  return [
    blocker<Answers>(id, { ...said, where: deployed(runs) }),
    notice<Answers>(id, { ...said, where: ({ deployments }) => (deployments === undefined ? [{}] : []) }),
  ];
}

function always(): Site[] {
  return [{}];
}

/** Where a key is in the values, whatever it is set to. */
export function present<Answers>(...places: (string | Place)[]): Where<Answers> {
  return ({ values }) =>
    places.flatMap((place) =>
      pathsOf(typeof place === "string" ? { kind: "key", path: pathOf(place) } : place, values).map((path) => ({
        path,
      })),
    );
}

/** Where a key is in the values and says something: it is neither false nor empty. */
export function inUse<Answers>(...places: string[]): Where<Answers> {
  return (context) =>
    present<Answers>(...places)(context).filter(({ path = [] }) => {
      const value = valueAt(context.values, path);
      return value !== false && !isEmpty(value);
    });
}

/** Deployments of the inventory. */
export function deployed<Answers>(matches: (deployment: Deployment) => boolean): Where<Answers> {
  return ({ deployments = [] }) => deployments.filter(matches).map((deployment) => ({ deployment }));
}

/** Deployments of the inventory; without one nobody knows, and it is said once. */
export function concerning<Answers>(matches: (deployment: Deployment) => boolean): Where<Answers> {
  return (context) => (context.deployments === undefined ? [{}] : deployed<Answers>(matches)(context));
}

/** The same places, but only under a condition. */
export function only<Answers>(
  when: (context: Context<Answers>) => boolean,
  where: Where<Answers> = always,
): Where<Answers> {
  return (context) => (when(context) ? where(context) : []);
}

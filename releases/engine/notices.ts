/** The rules of a release besides its edits: notices, blockers and gates, and where each applies. */

import { isEmpty, valueAt } from "../../lib/json.ts";
import { pathOf } from "../../lib/path.ts";
import type { Deployment } from "./inventory.ts";
import { type Context, type Place, pathsOf, type Site } from "./places.ts";
import type { Source } from "./source.ts";

/** The places where a rule applies; an empty list means that it does not apply. */
export type Where<Answers = object> = (context: Context<Answers>) => Site[];

interface Stated<Answers> {
  /** Unique within the product. */
  id: string;
  /** The message for the user. */
  say: string;
  source: Source;
  where: Where<Answers>;
}

export const severities = ["breaking", "action", "info"] as const;

/** `breaking`: something stops working or answers differently. `action`: something has to be set or done. */
export type Severity = (typeof severities)[number];

export interface Notice<Answers = object> extends Stated<Answers> {
  kind: "notice";
  severity: Severity;
}

export interface Blocker<Answers = object> extends Stated<Answers> {
  kind: "blocker";
  /** Key of the answers file that resolves it. */
  answer?: keyof Answers & string;
}

export interface Gate<Answers = object> extends Stated<Answers> {
  kind: "gate";
  /** Whether it must be true before or after the release is deployed. */
  when: "before" | "after";
  /** Shell commands that make it true, if the document gives them. */
  run?: string;
  /** Shell command that checks it. */
  check: string;
  /** Key of the answers file whose `true` confirms the gate, besides `acknowledge`. */
  confirmedBy?: keyof Answers & string;
}

export type Rule<Answers = object> = Notice<Answers> | Blocker<Answers> | Gate<Answers>;

/** The declared fields of a rule besides its id. Without `where` the rule always applies. */
type Declared<R extends { where: unknown }> = Omit<R, "kind" | "id" | "where"> & Partial<Pick<R, "where">>;

/** Something to know about a release, or to do in client or model code. */
export function notice<Answers>(id: string, rule: Declared<Notice<Answers>>): Notice<Answers> {
  return { kind: "notice", id, where: always, ...rule };
}

/** Something in the values or the inventory that the release would refuse, lose or break. */
export function blocker<Answers>(id: string, rule: Omit<Blocker<Answers>, "kind" | "id">): Blocker<Answers> {
  return { kind: "blocker", id, ...rule };
}

/** Something that must be true before or after the release, with the command that checks it. */
export function gate<Answers>(id: string, rule: Declared<Gate<Answers>>): Gate<Answers> {
  return { kind: "gate", id, where: always, ...rule };
}

/** A blocker for each deployment on a removed runtime. Without an inventory it is a notice instead. */
export function removedRuntime<Answers>(
  id: string,
  rule: { runs(deployment: Deployment): boolean; say: string; source: Source },
): Rule<Answers>[] {
  const { runs, ...stated } = rule;
  return [
    blocker<Answers>(id, { ...stated, where: deployed(runs) }),
    notice<Answers>(id, {
      ...stated,
      severity: "breaking",
      where: ({ deployments }) => (deployments === undefined ? [{}] : []),
    }),
  ];
}

function always(): Site[] {
  return [{}];
}

/** The places that exist in the values, whatever they are set to. */
export function present<Answers>(...places: (string | Place)[]): Where<Answers> {
  return ({ values }) =>
    places.flatMap((place) =>
      pathsOf(typeof place === "string" ? { kind: "key", path: pathOf(place) } : place, values).map((path) => ({
        path,
      })),
    );
}

/** The keys that are in the values and are neither false nor empty. */
export function inUse<Answers>(...places: string[]): Where<Answers> {
  return (context) =>
    present<Answers>(...places)(context).filter(({ path = [] }) => {
      const value = valueAt(context.values, path);
      return value !== false && !isEmpty(value);
    });
}

/** The matching deployments of the inventory. */
export function deployed<Answers>(matches: (deployment: Deployment) => boolean): Where<Answers> {
  return ({ deployments = [] }) => deployments.filter(matches).map((deployment) => ({ deployment }));
}

/** The matching deployments of the inventory. Without an inventory the rule applies once, to no deployment. */
export function concerning<Answers>(matches: (deployment: Deployment) => boolean): Where<Answers> {
  return (context) => (context.deployments === undefined ? [{}] : deployed<Answers>(matches)(context));
}

/** The same places, if a condition holds. */
export function only<Answers>(
  when: (context: Context<Answers>) => boolean,
  where: Where<Answers> = always,
): Where<Answers> {
  return (context) => (when(context) ? where(context) : []);
}

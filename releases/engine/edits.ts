/** What a release changes in values or in a deployment: declarations that read like its migration guide. */

import { type Json, type JsonMap, leavesOf } from "../../lib/json.ts";
import { type Path, pathOf } from "../../lib/path.ts";
import { type Context, key, type Place } from "./places.ts";
import type { Source } from "./source.ts";

/** Why something changes, in our words, and where that is written. */
export interface Reason {
  reason: string;
  source: Source;
}

interface Condition<Answers> {
  /** Absent: always. */
  when?(context: Context<Answers>): boolean;
}

interface Asking<Answers> {
  /** Keys of the answers file that `using` may ask for. */
  asks?: readonly (keyof Answers & string)[];
}

export type Edit<Answers = object> = Reason &
  Condition<Answers> &
  (
    | { op: "move"; at: Place; to: Path }
    /** The new name of a key, or of an environment variable. */
    | { op: "rename"; at: Place; name: string }
    | { op: "remove"; at: Place }
    /** Settings at `to` or below it. What is there already stays, unless `replace` is set. */
    | { op: "set"; to: Path; settings(context: Context<Answers>): Setting[]; replace: boolean }
    /** The value in the shape of the release. The same value back: nothing to do. */
    | ({
        op: "translate";
        at: Place;
        using(value: Json, context: Context<Answers>): Json | Unanswered;
      } & Asking<Answers>)
  );

export interface Setting {
  path: Path;
  value: Json;
}

/** What only the user knows: the key stays as it is, and the plan asks. */
export class Unanswered {
  readonly id: string;
  readonly message: string;
  /** Key of the answers file; absent where the values themselves must be fixed. */
  readonly answer: string | undefined;

  constructor(id: string, message: string, answer?: string) {
    this.id = id;
    this.message = message;
    this.answer = answer;
  }
}

/** The same value under another key. Where both keys are set and differ, the plan asks which one holds. */
export function move<Answers>(from: string | Path, to: string | Path, why: Reason & Condition<Answers>): Edit<Answers> {
  return { op: "move", at: key(from), to: pathOf(to), ...why };
}

/** The same value under another name, at the same place. */
export function rename<Answers>(at: Place, name: string, why: Reason & Condition<Answers>): Edit<Answers> {
  return { op: "rename", at, name, ...why };
}

/** A key that is gone, with all that is below it. */
export function remove<Answers>(at: string | Place, why: Reason & Condition<Answers>): Edit<Answers> {
  return { op: "remove", at: typeof at === "string" ? key(at) : at, ...why };
}

/** A setting that the release adds. A value of the user's stays. */
export function setDefault<Answers>(to: string | Path, value: Json, why: Reason & Condition<Answers>): Edit<Answers> {
  const path = pathOf(to);
  return { op: "set", to: path, settings: () => [{ path, value }], replace: false, ...why };
}

/** A setting that the release needs, whatever stands there. */
export function set<Answers>(to: string | Path, value: Json, why: Reason & Condition<Answers>): Edit<Answers> {
  const path = pathOf(to);
  return { op: "set", to: path, settings: () => [{ path, value }], replace: true, ...why };
}

/** Settings that the release needs below a key, one by one: what else is there stays. Undefined: none. */
export function merge<Answers>(
  to: string | Path,
  settings: (context: Context<Answers>) => JsonMap | undefined,
  why: Reason & Condition<Answers>,
): Edit<Answers> {
  const path = pathOf(to);
  return { op: "set", to: path, settings: (context) => leavesOf(settings(context) ?? {}, path), replace: true, ...why };
}

/** A value that is written in another way. */
export function translate<Answers>(
  at: string | Place,
  using: (value: Json, context: Context<Answers>) => Json | Unanswered,
  why: Reason & Condition<Answers> & Asking<Answers>,
): Edit<Answers> {
  return { op: "translate", at: typeof at === "string" ? key(at) : at, using, ...why };
}

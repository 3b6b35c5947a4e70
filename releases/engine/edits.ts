/** Declarations of the changes that a release makes to values or to a deployment. */

import { type Json, type JsonMap, leavesOf } from "../../lib/json.ts";
import { type Path, pathOf } from "../../lib/path.ts";
import { type Context, key, type Place } from "./places.ts";
import type { Source } from "./source.ts";

/** Reason for a change, with its source. */
export interface Reason {
  reason: string;
  source: Source;
}

interface Condition<Answers> {
  /** Condition of the edit. @default always */
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
    /** Renames a key or an environment variable to `name`. */
    | { op: "rename"; at: Place; name: string }
    | { op: "remove"; at: Place }
    /** Sets keys at `to` or below it. Existing values stay unless `replace` is set. */
    | { op: "set"; to: Path; settings(context: Context<Answers>): Setting[]; replace: boolean }
    /** Converts a value to the format of the release. An equal result means no change. */
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

/** A question for the user. The key stays unchanged, and the plan asks for the answer. */
export class Unanswered {
  readonly id: string;
  readonly message: string;
  /** Key of the answers file; absent if the values themselves must be fixed. */
  readonly answer: string | undefined;

  constructor(id: string, message: string, answer?: string) {
    this.id = id;
    this.message = message;
    this.answer = answer;
  }
}

/** Moves a value to another key. If both keys are set to different values, the plan asks which one to keep. */
export function move<Answers>(from: string | Path, to: string | Path, why: Reason & Condition<Answers>): Edit<Answers> {
  return { op: "move", at: key(from), to: pathOf(to), ...why };
}

/** Renames a key or an environment variable, at the same place. */
export function rename<Answers>(at: Place, name: string, why: Reason & Condition<Answers>): Edit<Answers> {
  return { op: "rename", at, name, ...why };
}

/** Removes a key with everything below it. */
export function remove<Answers>(at: string | Place, why: Reason & Condition<Answers>): Edit<Answers> {
  return { op: "remove", at: typeof at === "string" ? key(at) : at, ...why };
}

/** Sets a key that the release adds. The user's own value stays. */
export function setDefault<Answers>(to: string | Path, value: Json, why: Reason & Condition<Answers>): Edit<Answers> {
  const path = pathOf(to);
  return { op: "set", to: path, settings: () => [{ path, value }], replace: false, ...why };
}

/** Sets a key that the release requires, and replaces an existing value. */
export function set<Answers>(to: string | Path, value: Json, why: Reason & Condition<Answers>): Edit<Answers> {
  const path = pathOf(to);
  return { op: "set", to: path, settings: () => [{ path, value }], replace: true, ...why };
}

/** Sets single keys below `to` and leaves all others. `settings` may return undefined for none. */
export function merge<Answers>(
  to: string | Path,
  settings: (context: Context<Answers>) => JsonMap | undefined,
  why: Reason & Condition<Answers>,
): Edit<Answers> {
  const path = pathOf(to);
  return { op: "set", to: path, settings: (context) => leavesOf(settings(context) ?? {}, path), replace: true, ...why };
}

/** Converts a value to another format. */
export function translate<Answers>(
  at: string | Place,
  using: (value: Json, context: Context<Answers>) => Json | Unanswered,
  why: Reason & Condition<Answers> & Asking<Answers>,
): Edit<Answers> {
  return { op: "translate", at: typeof at === "string" ? key(at) : at, using, ...why };
}

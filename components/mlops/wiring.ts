import type { Resource } from "@pulumi/pulumi";
import { lineOf } from "../../releases/engine/versions.ts";
import type { Setting } from "./settings.ts";

/** What a piece of the platform comes to in the values. */
export interface Wiring {
  settings: Setting[];

  /** What could not be wired, and what to do about it. */
  warnings: string[];

  /** What must exist before the release is deployed. */
  ready: Resource[];
}

export const nothing: Wiring = { settings: [], warnings: [], ready: [] };

export function together(...wirings: Wiring[]): Wiring {
  return {
    settings: wirings.flatMap(({ settings }) => settings),
    warnings: wirings.flatMap(({ warnings }) => warnings),
    ready: wirings.flatMap(({ ready }) => ready),
  };
}

/** For something that only later releases take, or that earlier ones take in a way that no guide says. */
export function tooEarly(what: string, first: string, release: string): Wiring {
  const warning = `${what} is wired as of ${first}. Release ${lineOf(release)} has no known value for it: set it in values.`;
  return { ...nothing, warnings: [warning] };
}

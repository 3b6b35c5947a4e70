import type { Resource } from "@pulumi/pulumi";
import { lineOf } from "../../releases/engine/versions.ts";
import type { Setting } from "./settings.ts";

/** Chart values contributed by one part of the platform. */
export interface Wiring {
  settings: Setting[];

  /** Settings that the user has to make, with how. */
  warnings: string[];

  /** Resources that must exist before the release is deployed. */
  ready: Resource[];
}

export const noWiring: Wiring = { settings: [], warnings: [], ready: [] };

export function mergedWirings(...wirings: Wiring[]): Wiring {
  return {
    settings: wirings.flatMap(({ settings }) => settings),
    warnings: wirings.flatMap(({ warnings }) => warnings),
    ready: wirings.flatMap(({ ready }) => ready),
  };
}

/** A warning in place of settings, for releases before the first one whose guide names the value. */
export function unknownBefore(arg: string, first: string, release: string): Wiring {
  const warning = `${arg} is set automatically as of ${first}. No guide names its value for release ${lineOf(release)}: set it in values.`;
  return { ...noWiring, warnings: [warning] };
}

import { isMap, type Json } from "../../lib/json.ts";
import { compareVersions } from "../../releases/engine/versions.ts";
import type { Setting } from "./settings.ts";
import { noWiring, unknownBefore, type Wiring } from "./wiring.ts";

/**
 * The chart's own telemetry component.
 *
 * @param telemetry values below the chart's key `telemetry`
 */
export function telemetryWiring(
  { telemetry, serviceAccount }: { telemetry: object | undefined; serviceAccount: string | undefined },
  release: string,
): Wiring {
  if (telemetry === undefined) {
    return noWiring;
  }
  if (compareVersions(release, "0.68") < 0) {
    return unknownBefore("telemetry", "0.68", release);
  }
  const own = serviceAccount === undefined ? {} : { serviceAccount: { name: serviceAccount } };
  return { ...noWiring, settings: [own, telemetry].flatMap((values) => settingsOf(values, ["telemetry"])) };
}

/** One setting for each value, so that the user can override each; a list is one value. */
function settingsOf(values: object, path: string[]): Setting[] {
  return Object.entries(values).flatMap(([key, value]: [string, Json | undefined]) => {
    const place = [...path, key];
    if (isMap(value)) {
      return settingsOf(value, place);
    }
    return value === undefined ? [] : [{ path: place, value }];
  });
}

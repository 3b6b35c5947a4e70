/** Retention period of monitoring data (guide: Monitoring data retention). */

import type { Json } from "../../lib/json.ts";
import { type Context, env, environmentValue, key, pathsOf, type Site } from "../engine/places.ts";

const places = [
  key("monitor_influxdb_per_project_data_retention_period"),
  env("MONITOR_INFLUXDB_PER_PROJECT_DATA_RETENTION_PERIOD"),
];

const hour = 3600;
const seconds: Record<string, number> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: hour,
  d: 24 * hour,
  w: 168 * hour,
};

/** Places with a period that is neither INF nor a duration of at least one hour. */
export function isTooShort({ values }: Pick<Context, "values">): Site[] {
  const paths = places.flatMap((place) => pathsOf(place, values));
  return paths.filter((path) => !isAllowed(environmentValue(values, path))).map((path) => ({ path }));
}

/** A period from elsewhere (`valueFrom`) or from the chart is not known here and passes. */
function isAllowed(period: Json | undefined): boolean {
  if (period === undefined || period === null || period === "" || period === "INF") {
    return true;
  }
  const parts = [...String(period).matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|[smhdw])/g)];
  const isDuration = parts.map(([part]) => part).join("") === String(period);
  const total = parts.reduce((sum, [, amount = "", unit = ""]) => sum + Number(amount) * (seconds[unit] ?? 0), 0);
  return isDuration && total >= hour;
}

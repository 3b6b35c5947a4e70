/** The origin that browsers may call from, the same for H2O MLOps and for the gateway in front of it. */
import type { z } from "zod";
import { valueAt } from "../../lib/json.ts";
import { pathOf } from "../../lib/path.ts";
import { type CrossFieldProblem, crossFieldProblem } from "../crossFieldProblem.ts";
import type { mlops } from "../mlops/mlops.ts";
import { gateway } from "./gateway.ts";

type GatewayConfig = z.output<typeof gateway>;
type MlopsConfig = z.output<typeof mlops>;

/** Paths of the origin in the values, as of 0.68 and before. Source: H2O MLOps migration guide, 0.68, "Helm changes". */
const originPaths = ["global.cors.allowedOrigin", "deploymentEnvironment.corsOrigin"].map(pathOf);

/** CORS settings of the gateway: those of its config, or else the origin of H2O MLOps. */
export function corsOf(
  { cors }: Pick<GatewayConfig, "cors">,
  platform: Pick<MlopsConfig, "values" | "allowedOrigin"> | undefined,
): GatewayConfig["cors"] {
  return cors ?? gateway.shape.cors.safeParse({ allowedOrigin: platform && originOf(platform) }).data;
}

interface Origins {
  gateway?: Pick<GatewayConfig, "cors"> | undefined;
  mlops?: Pick<MlopsConfig, "values" | "allowedOrigin"> | undefined;
}

/** Two different origins are a problem: pages that only one of the two accepts would get errors without a visible cause. */
export function originProblems({ gateway: config, mlops: platform }: Origins): CrossFieldProblem[] {
  const found = config?.cors?.allowedOrigin;
  const origin = platform && originOf(platform);
  if (found === undefined || origin === undefined || found === origin) {
    return [];
  }
  const message = `${origin}, as in H2O MLOps, or no such key: the gateway then takes the origin of H2O MLOps`;
  return [crossFieldProblem("gateway.cors.allowedOrigin", message, found)];
}

/** The values win over `allowedOrigin`. A list, or a value that is not a text, cannot be the gateway's origin. */
function originOf({ values, allowedOrigin }: Pick<MlopsConfig, "values" | "allowedOrigin">): string | undefined {
  const written = originPaths.map((path) => valueAt(values, path)).find((value) => value !== undefined);
  const origin = written === undefined ? allowedOrigin : written;
  return typeof origin === "string" ? origin : undefined;
}

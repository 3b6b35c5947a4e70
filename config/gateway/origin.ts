/** Where browsers may call from: one origin, for H2O MLOps and for the gateway before it. */
import type { z } from "zod";
import { valueAt } from "../../lib/json.ts";
import { pathOf } from "../../lib/path.ts";
import { type CrossFieldProblem, crossFieldProblem } from "../crossFieldProblem.ts";
import type { mlops } from "../mlops/mlops.ts";
import { gateway } from "./gateway.ts";

type GatewayConfig = z.output<typeof gateway>;
type MlopsConfig = z.output<typeof mlops>;

/** As of 0.68, and before. Source: H2O MLOps migration guide, 0.68, "Helm changes". */
const originPaths = ["global.cors.allowedOrigin", "deploymentEnvironment.corsOrigin"].map(pathOf);

/** What the gateway says to browsers: what its config has, or else the origin of H2O MLOps. */
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

/** Pages that one of them lets in, and the other does not, would see errors that nobody can explain. */
export function originProblems({ gateway: config, mlops: platform }: Origins): CrossFieldProblem[] {
  const found = config?.cors?.allowedOrigin;
  const origin = platform && originOf(platform);
  if (found === undefined || origin === undefined || found === origin) {
    return [];
  }
  const message = `${origin}, as H2O MLOps has it, or nothing: the gateway then takes it from there`;
  return [crossFieldProblem("gateway.cors.allowedOrigin", message, found)];
}

/** Values win over what is wired. A list, or a value that is no text, is none of the gateway's. */
function originOf({ values, allowedOrigin }: Pick<MlopsConfig, "values" | "allowedOrigin">): string | undefined {
  const written = originPaths.map((path) => valueAt(values, path)).find((value) => value !== undefined);
  const origin = written === undefined ? allowedOrigin : written;
  return typeof origin === "string" ? origin : undefined;
}

import type { z } from "zod";
import type { CrossFieldProblem } from "../crossFieldProblem.ts";
import type { Sections } from "../sections.ts";
import type { gateway } from "./gateway.ts";
import { gatewayName, routeProblems } from "./routes.ts";

/** Routes that conflict with one another or with MLflow's route, and more hosts than the Gateway API allows. */
export function gatewayProblems({ domain, gateway: config, mlflow: mlflowConfig }: Sections): CrossFieldProblem[] {
  if (config === undefined) {
    return [];
  }
  const isCarried = mlflowConfig?.exposure.kind === "gateway";
  const ofMlflow = isCarried ? [{ name: "mlflow", host: mlflowConfig.host ?? `mlflow.${domain}` }] : [];
  const own = Object.entries(config.routes).map(([name, route]) => ({ name, ...route }));
  const all = [...ofMlflow, ...own];
  const problems = routeProblems(gatewayName, all).map(({ index, key, message, found }) => {
    const route = ["gateway", "routes", all[index]?.name ?? ""];
    const fix = { kind: "remove" as const, paths: [route], afterwards: "and set it under another name" };
    return key === undefined
      ? { path: route, message, params: { found, fix } }
      : { path: [...route, key], message, params: { found } };
  });
  return [...problems, ...hostProblems(config, ofMlflow)];
}

/** Source: CRDs of Gateway API 1.6: 64 listeners of a Gateway, one of them for HTTP, and 32 parents of a route. */
function hostProblems({ routes, deploymentHosts }: z.output<typeof gateway>, others: { host: string }[]) {
  const own = Object.values(routes);
  const deployments = Object.keys(deploymentHosts);
  const all = new Set([...own, ...others].map(({ host }) => host).concat(deployments));
  const scoring = new Set(
    own
      .filter((route) => route.scoring)
      .map(({ host }) => host)
      .concat(deployments),
  );
  const fix = "remove routes or deploymentHosts, or give routes one host and different paths";
  const atMost = (limit: number, what: string, { size }: Set<string>) =>
    size > limit
      ? [{ path: ["gateway", "routes"], message: `at most ${limit} ${what}`, params: { found: String(size), fix } }]
      : [];
  return [...atMost(63, "hosts", all), ...atMost(32, "hosts of deployments", scoring)];
}

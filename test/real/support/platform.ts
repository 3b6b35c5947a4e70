import { setTimeout as sleep } from "node:timers/promises";
import type { PulumiHome, PulumiStack } from "../../e2e/support/pulumi.ts";
import { Client } from "./client.ts";
import { host, namespace, onPremisesStack, prepare } from "./onPremises.ts";
import { RealNode } from "./realNode.ts";

export interface Pod {
  metadata: { name: string; uid: string };
  status: {
    phase: string;
    /** RFC 3339. */
    startTime: string;
    qosClass: string;
    containerStatuses?: { name: string; ready: boolean; restartCount: number }[];
  };
}

/** A stack on a real node, and the people who use it. */
export interface Platform {
  node: RealNode;
  home: PulumiHome;
  stack: PulumiStack;
}

export async function startPlatform(): Promise<Platform> {
  const node = await RealNode.start();
  await prepare(node);
  return { node, ...(await onPremisesStack(node)) };
}

export async function stopPlatform(platform: Partial<Platform>): Promise<void> {
  platform.home?.remove();
  await platform.node?.stop();
}

/** Somebody in another namespace, who comes through the gateway by its name. */
export async function userOf({ node }: Platform): Promise<Client> {
  const proxies = await node.list<{ spec: { clusterIP: string } }>(
    "services",
    "envoy-gateway-system",
    "app.kubernetes.io/managed-by=envoy-gateway",
  );
  const aliases = [{ ip: proxies[0]?.spec.clusterIP, hostnames: [host] }];
  return Client.start(node, { namespace: "users", name: "user", uri: `https://${host}`, aliases });
}

/** Somebody in Prometheus' namespace, which reaches MLflow's Service itself. */
export function monitorOf({ node }: Platform): Promise<Client> {
  return Client.start(node, {
    namespace: "monitoring",
    name: "monitor",
    uri: `http://mlflow.${namespace}.svc:5000`,
  });
}

export async function mlflowPod({ node }: Platform): Promise<Pod> {
  const pods = await node.list<Pod>("pods", namespace, "app.kubernetes.io/component=server");
  const [pod] = pods.filter(({ status }) => status.phase === "Running");
  if (pod === undefined) {
    throw new Error("no pod of MLflow runs");
  }
  return pod;
}

export async function primary({ node }: Platform): Promise<string> {
  const cluster = await node.get<{ status: { currentPrimary: string } }>("cluster", "mlflow-pg-v1", namespace);
  return cluster.status.currentPrimary;
}

/** One value from MLflow's database. */
export async function sql(platform: Platform, query: string, database = "mlflow", pod?: string): Promise<string> {
  const instance = pod ?? (await primary(platform));
  const psql = ["psql", "-XqAt", "-d", database, "-c", query];
  const answer = await platform.node.kubectl(["-n", namespace, "exec", instance, "-c", "postgres", "--", ...psql]);
  return answer.trim();
}

/** Waits until something holds, and says how many seconds that took. */
export async function eventually(what: string, seconds: number, holds: () => Promise<boolean>): Promise<number> {
  const begun = performance.now();
  for (;;) {
    if (await holds().catch(() => false)) {
      return (performance.now() - begun) / 1000;
    }
    if (performance.now() - begun > seconds * 1000) {
      throw new Error(`${what}: not after ${seconds} s`);
    }
    await sleep(1000);
  }
}

import { describe, expect, it } from "vitest";
import type { TelemetryArgs } from "../../../components/telemetry/args.ts";
import { at } from "../../support/stack.ts";
import { deployed, iam, roleArn } from "./deployed.ts";

/** Where pods may go: names of peers and ports, in order. */
async function waysOut(changes: Partial<TelemetryArgs>) {
  const { one } = await deployed(changes);
  const rules = at(one("NetworkPolicy"), "spec.egress") as unknown as { ports: { port: number }[]; to?: unknown[] }[];
  return rules.map(({ ports, to }) => ({ ports: [...new Set(ports.map(({ port }) => port))], to }));
}

const namespace = (name: string) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
});
const names = { ports: [53, 5353], to: undefined };

describe("the network policy of the service", () => {
  it("selects the service's pods and allows no ingress", async () => {
    const { one } = await deployed();
    const spec = at(one("NetworkPolicy"), "spec") as unknown as Record<string, unknown>;
    expect(spec.podSelector).toEqual({ matchLabels: at(one("Deployment"), "spec.template.metadata.labels") });
    expect(spec.policyTypes).toEqual(["Ingress", "Egress"]);
    expect(spec.ingress).toBeUndefined();
  });

  it("allows egress to DNS, the server and the database only", async () => {
    expect(await waysOut({})).toEqual([
      names,
      { ports: [80], to: [namespace("telemetry")] },
      { ports: [5432], to: [namespace("databases")] },
    ]);
  });

  it("allows the port of the server's pods where its Service maps to another", async () => {
    expect(await waysOut({ serverPodPort: 8080 })).toContainEqual({ ports: [8080], to: [namespace("telemetry")] });
  });

  it("allows STS for IRSA", async () => {
    expect((await waysOut({ database: { ...iam, roleArn } })).slice(2)).toEqual([
      { ports: [5432], to: undefined },
      { ports: [443], to: undefined },
    ]);
  });

  it("allows the node's agent for Pod Identity", async () => {
    expect((await waysOut({ database: iam })).at(-1)).toEqual({
      ports: [80],
      to: [{ ipBlock: { cidr: "169.254.170.23/32" } }, { ipBlock: { cidr: "fd00:ec2::23/128" } }],
    });
  });
});

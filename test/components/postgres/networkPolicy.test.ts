import { describe, expect, it } from "vitest";
import { at } from "../../support/stack.ts";
import { deployed } from "./deployed.ts";

describe("the network policy of PostgresCluster", () => {
  it("admits its clients, its own instances, the operator and Prometheus only", async () => {
    const { one } = await deployed();
    const ingress = at(one("NetworkPolicy"), "spec.ingress") as { from: unknown[]; ports: { port: number }[] }[];
    expect(ingress.map(({ from, ports }) => [ports.map(({ port }) => port), from])).toEqual([
      [[5432], [{ podSelector: { matchLabels: { "app.kubernetes.io/instance": "mlflow" } } }]],
      [[5432, 8000], [{ podSelector: { matchLabels: { "cnpg.io/cluster": "mlflow-pg-v1" } } }]],
      [[5432, 8000], [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "cnpg-system" } } }]],
      [[9187], [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } } }]],
    ]);
  });

  it("lets instances reach the API server at the ports that its endpoints have", async () => {
    const { one } = await deployed({ apiServerPorts: [16443] });
    const egress = at(one("NetworkPolicy"), "spec.egress") as { ports: { port: number }[] }[];
    expect(egress.map(({ ports }) => ports.map(({ port }) => port))).toContainEqual([16443]);
  });
});

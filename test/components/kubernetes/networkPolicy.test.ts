import { describe, expect, it } from "vitest";
import { toHost } from "../../../components/kubernetes/networkPolicy.ts";

describe("egress to a host", () => {
  it.each(["postgres.databases.svc", "postgres.databases.svc.cluster.local"])(
    "leads to the pods of a Service's namespace: %s",
    (host) => {
      expect(toHost(host, 5432)).toEqual({
        ports: [{ port: 5432, protocol: "TCP" }],
        to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "databases" } } }],
      });
    },
  );

  it("leads to pods of its own namespace for a Service without one", () => {
    expect(toHost("postgres", 5432).to).toEqual([{ podSelector: { matchLabels: {} } }]);
  });

  it.each(["db.example.com", "postgres.databases.svc.example.com", "postgres.databases"])(
    "leads to any address for what may be outside: %s",
    (host) => {
      expect(toHost(host, 5432)).toEqual({ ports: [{ port: 5432, protocol: "TCP" }] });
    },
  );
});

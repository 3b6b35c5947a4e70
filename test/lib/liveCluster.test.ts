import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { stringify } from "yaml";
import { createdAt, LiveCluster } from "../../lib/liveCluster.ts";
import { temporaryFolder } from "../support/cli.ts";

const resources = [
  { name: "namespaces", kind: "Namespace", namespaced: false },
  { name: "secrets", kind: "Secret", namespaced: true },
];

/** Answers of an API server, by path. */
const answers: Record<string, unknown> = {
  "/api/v1": { kind: "APIResourceList", resources },
  "/api/v1/namespaces/ml": { apiVersion: "v1", kind: "Namespace", metadata: { name: "ml" } },
  "/api/v1/namespaces/ml/secrets": {
    kind: "SecretList",
    items: [{ metadata: { name: "keys", creationTimestamp: "2026-11-28T10:00:00Z" } }],
  },
};

describe("a live cluster", () => {
  let server: Server;
  let cluster: LiveCluster;

  beforeAll(async () => {
    server = createServer(({ url = "" }, response) => {
      const answer = answers[url.split("?")[0] ?? ""];
      response.writeHead(answer === undefined ? 404 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(answer ?? { kind: "Status", code: 404 }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    cluster = new LiveCluster({ kubeconfig: kubeconfig((server.address() as AddressInfo).port) });
  });

  afterAll(() => server.close());
  afterEach(() => vi.unstubAllEnvs());

  it("gives up on an API server that does not answer", async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    const patient = new LiveCluster({ kubeconfig: kubeconfig(port) }, 0.2);
    await expect(patient.read({ apiVersion: "v1", kind: "Namespace", name: "ml" })).rejects.toThrow(
      "no answer within 0.2 s",
    );
    silent.closeAllConnections();
    silent.close();
  });

  it("reads an object", async () => {
    const found = await cluster.read({ apiVersion: "v1", kind: "Namespace", name: "ml" });
    expect(found?.metadata?.name).toBe("ml");
  });

  it("returns undefined where an object, a kind or an API does not exist", async () => {
    expect(await cluster.read({ apiVersion: "v1", kind: "Namespace", name: "other" })).toBeUndefined();
    expect(await cluster.read({ apiVersion: "v1", kind: "Unknown", name: "x" })).toBeUndefined();
    expect(await cluster.list({ apiVersion: "example.com/v1", kind: "Thing" })).toEqual([]);
  });

  it("lists objects, with the time of their creation", async () => {
    const [secret] = await cluster.list({ apiVersion: "v1", kind: "Secret", namespace: "ml" });
    expect(createdAt(secret ?? {})).toBe(Date.parse("2026-11-28T10:00:00Z"));
    expect(createdAt({})).toBe(0);
  });

  it("treats an object that does not exist as deleted", async () => {
    await cluster.delete({ apiVersion: "v1", kind: "Secret", name: "none", namespace: "ml" });
  });

  it("reports that no kubeconfig leads to a cluster", async () => {
    vi.stubEnv("KUBECONFIG", "");
    vi.stubEnv("HOME", temporaryFolder());
    const nowhere = new LiveCluster({});
    await expect(nowhere.read({ apiVersion: "v1", kind: "Namespace", name: "ml" })).rejects.toMatchObject({
      name: "no kubeconfig",
    });
  });
});

/** The client talks plain HTTP only where it is told not to verify. */
function kubeconfig(port: number): string {
  const file = join(temporaryFolder(), "kubeconfig");
  const server = { server: `http://127.0.0.1:${port}`, "insecure-skip-tls-verify": true };
  const config = {
    "current-context": "here",
    contexts: [{ name: "here", context: { cluster: "here", user: "me" } }],
    clusters: [{ name: "here", cluster: server }],
    users: [{ name: "me", user: {} }],
  };
  writeFileSync(file, stringify(config));
  return file;
}

/**
 * The gateway put up by the real engine on a real API server with Envoy Gateway's own controller, and a real Envoy that
 * gets its configuration from it.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { scaledToZeroText } from "../../components/gateway/scaledToZero.ts";
import { temporaryFolder } from "../support/cli.ts";
import { makeCertificate } from "./support/certificate.ts";
import { type KubernetesObject, LocalCluster } from "./support/cluster.ts";
import { GatewayClient } from "./support/curl.ts";
import { startDataPlane } from "./support/dataPlane.ts";
import {
  allowedOrigin,
  backendNamespace,
  certificateSecrets,
  gatewayConfig,
  gatewayNamespace,
  renderedGateway,
  scorerPort,
  secret,
} from "./support/gatewayStack.ts";
import { cannotIsolate, Network, podAddress } from "./support/network.ts";
import { type Running, start, until } from "./support/process.ts";
import { PulumiHome, type PulumiStack } from "./support/pulumi.ts";
import { Issuer } from "./support/tokens.ts";
import { cannotRun, toolchain } from "./support/toolchain.ts";
import type { Update } from "./support/update.ts";

interface Condition {
  type: string;
  status: string;
  reason: string;
}

interface Attached extends KubernetesObject {
  status: { parents?: { conditions: Condition[] }[]; ancestors?: { conditions: Condition[] }[] };
}

describe.skipIf(cannotRun() || cannotIsolate())("the gateway on a cluster", () => {
  const folder = temporaryFolder();
  const config = gatewayConfig(new Issuer());
  let network: Network;
  let cluster: LocalCluster;
  let home: PulumiHome;
  let stack: PulumiStack;
  let first: Update;
  let scorer: Running;

  beforeAll(async () => {
    const tools = await toolchain();
    network = await Network.start();
    cluster = await LocalCluster.start(tools, {
      crds: ["envoy-gateway"],
      with: ["certManager", "clusterIssuers", "envoyGateway"],
      place: network.inside,
    });
    await cluster.startEnvoyGateway();
    const { certificate, key, authority } = await makeCertificate(folder, "gateway", "*.example.com");
    writeFileSync(join(folder, "authority.crt"), authority);
    const rendered = renderedGateway(join(folder, "stack"), config);
    const read = (file: string) => readFileSync(file, "utf8");
    await apply([
      ...[backendNamespace, "mlops-deployments", "elsewhere"].map(namespace),
      ...certificateSecrets(rendered, read(certificate), read(key)),
      secret("oidc-client", "Opaque", { "client-secret": "for tests only" }),
    ]);
    const services = Object.keys(config.routes as object).map((name) => service(backendNamespace, name));
    const running = services.filter(({ metadata }) => metadata.name !== "down");
    await apply([...services, ...running.map(({ metadata }) => endpoints(backendNamespace, metadata.name))]);

    home = new PulumiHome(tools, network.inside);
    stack = await home.stack("gateway", {
      domain: "example.com",
      cluster: { kubeconfig: cluster.kubeconfig },
      gateway: config,
    });
    first = await stack.up();
  });

  afterAll(async () => {
    home?.remove();
    await cluster?.stop();
    await scorer?.stop();
    await network?.stop();
  });

  it("goes up, and is up when the Gateway is programmed", async () => {
    expect(first.errors).toBe("");
    expect(first.succeeded).toBe(true);
    const { status } = await cluster.get<{ status: { conditions: Condition[] } }>("gateway", "mlops", gatewayNamespace);
    expect(status.conditions).toContainEqual(expect.objectContaining({ type: "Programmed", status: "True" }));
  });

  it("changes nothing when it goes up again", async () => {
    const { succeeded, steps } = await stack.up();
    expect(steps).toEqual([]);
    expect(succeeded).toBe(true);
  });

  it("has every route and policy accepted", async () => {
    const policies = ["backendtrafficpolicy", "clienttrafficpolicy", "envoyextensionpolicy", "securitypolicy"];
    const kinds = ["httproute", ...policies];
    const found = await Promise.all(kinds.map((kind) => cluster.list<Attached>(kind, gatewayNamespace)));
    expect(found.flat().length).toBeGreaterThan(20);
    for (const { kind, metadata, status } of found.flat()) {
      const conditions = [...(status.parents ?? []), ...(status.ancestors ?? [])].flatMap((each) => each.conditions);
      const what = `${kind} ${metadata.name}: ${JSON.stringify(conditions)}`;
      expect(conditions, what).toContainEqual(expect.objectContaining({ type: "Accepted", status: "True" }));
      expect(
        conditions.filter(({ type, status }) => type === "ResolvedRefs" && status !== "True"),
        what,
      ).toEqual([]);
    }
  });

  it("merges every policy of a route with the Gateway's, and has none overridden", async () => {
    const kinds = ["backendtrafficpolicy", "securitypolicy"];
    const found = (await Promise.all(kinds.map((kind) => cluster.list<Attached>(kind, gatewayNamespace)))).flat();
    const conditionsOf = (name: string) =>
      found.find(({ metadata }) => metadata.name === name)?.status.ancestors?.flatMap(({ conditions }) => conditions);
    for (const name of ["limited", "patient", "asked", "retried-reads", "secure", "signed-in"]) {
      expect(conditionsOf(name), name).toContainEqual(expect.objectContaining({ type: "Merged", status: "True" }));
    }
  });

  it("reaches Services of other namespaces by its ReferenceGrants only", async () => {
    await cluster.kubectl(["delete", "referencegrant", "patient", "--namespace", backendNamespace]);
    await eventually(async () => {
      expect(await conditions("patient", gatewayNamespace)).toContainEqual(
        expect.objectContaining({ type: "ResolvedRefs", status: "False", reason: "RefNotPermitted" }),
      );
    });
    await stack.refresh();
    expect((await stack.up()).steps).toEqual([{ op: "create", type: "ReferenceGrant", name: "patient" }]);
  });

  it("takes routes of others from the namespaces that it is told, and from nowhere else", async () => {
    await apply(["mlops-deployments", "elsewhere"].flatMap((name) => [service(name, "model"), foreignRoute(name)]));
    await eventually(async () => {
      expect(await conditions("model", "mlops-deployments")).toContainEqual(
        expect.objectContaining({ type: "Accepted", status: "True" }),
      );
      expect(await conditions("model", "elsewhere")).toContainEqual(
        expect.objectContaining({ type: "Accepted", status: "False", reason: "NotAllowedByListeners" }),
      );
    });
  });

  describe("through a real Envoy", () => {
    let envoy: Running;
    let client: GatewayClient;

    beforeAll(async () => {
      const program = join(import.meta.dirname, "support/scorer.ts");
      scorer = start(network.inside({ argv: [process.execPath, program, podAddress, String(scorerPort)] }));
      envoy = await startDataPlane(cluster, network, join(folder, "envoy"));
      client = new GatewayClient(network, join(folder, "authority.crt"), { http: 10_080, https: 10_443 });
      await until(() => client.answers("scorer.example.com"), envoy, 60);
    });

    afterAll(() => envoy?.stop());

    it("carries requests to the endpoints of a Service", async () => {
      const { status, body } = await client.ask({ host: "scorer.example.com", path: "/a" });
      expect(status).toBe(200);
      expect(JSON.parse(body)).toMatchObject({ path: "/a" });
    });

    it.each([
      ["a route of the stack", "down.example.com"],
      ["a route of others", "model.example.com"],
    ])("says of a Service without endpoints that it is scaled down, to pages too (%s)", async (_whose, host) => {
      const { status, headers, body } = await client.ask({ host, method: "POST", headers: { origin: allowedOrigin } });
      expect({ status, body }).toEqual({ status: 503, body: scaledToZeroText });
      expect(headers["access-control-allow-origin"]).toBe(allowedOrigin);
      const preflight = { origin: allowedOrigin, "access-control-request-method": "POST" };
      expect((await client.ask({ host, path: "/a/b", method: "OPTIONS", headers: preflight })).status).toBe(204);
    });

    it("carries on when it is scaled up again", async () => {
      await apply([endpoints(backendNamespace, "down")]);
      await eventually(async () => expect((await client.ask({ host: "down.example.com" })).status).toBe(200));
    });

    it("sends who has not signed in to the issuer", async () => {
      expect((await client.ask({ host: "signed-in.example.com" })).status).toBe(302);
    });
  });

  async function apply(objects: object[]): Promise<void> {
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
    await cluster.kubectl(["apply", "--server-side", "--filename", "-"], list);
  }

  /** Conditions of an HTTPRoute. */
  async function conditions(name: string, namespace: string): Promise<Condition[]> {
    const { status } = await cluster.get<Attached>("httproute", name, namespace);
    return (status?.parents ?? []).flatMap((parent) => parent.conditions);
  }
});

const eventually = (holds: () => Promise<void>) => vi.waitFor(holds, { timeout: 30_000, interval: 300 });

const namespace = (name: string) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });

function service(namespace: string, name: string) {
  const spec = { ports: [{ name: "http", port: scorerPort }] };
  return { apiVersion: "v1", kind: "Service", metadata: { name, namespace }, spec };
}

function endpoints(namespace: string, name: string) {
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name, namespace, labels: { "kubernetes.io/service-name": name } },
    addressType: "IPv4",
    ports: [{ name: "http", port: scorerPort }],
    endpoints: [{ addresses: [podAddress], conditions: { ready: true } }],
  };
}

/** A route as H2O MLOps makes them: longer than the gateway's own, in a namespace of its own. */
function foreignRoute(namespace: string) {
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name: "model", namespace },
    spec: {
      parentRefs: [{ name: "mlops", namespace: gatewayNamespace }],
      hostnames: ["model.example.com"],
      rules: [
        {
          matches: [{ path: { type: "PathPrefix", value: "/" } }, { path: { type: "PathPrefix", value: "/a/b" } }],
          backendRefs: [{ name: "model", port: scorerPort }],
        },
      ],
    },
  };
}

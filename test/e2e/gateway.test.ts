/**
 * The gateway's rendered objects in a real Envoy Gateway with a real Envoy, without a cluster. Nothing in them is changed
 * but where the proxies run and what the backends are: Envoy Gateway takes no Services from files.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scaledToZeroText } from "../../components/gateway/scaledToZero.ts";
import { temporaryFolder } from "../support/cli.ts";
import { makeCertificate } from "./support/certificate.ts";
import { GatewayClient } from "./support/curl.ts";
import { envoyVersion, startEnvoyGateway } from "./support/envoyGateway.ts";
import {
  allowedOrigin,
  certificateSecrets,
  gatewayConfig,
  gatewayNamespace,
  renderedGateway,
  scorerPort,
  secret,
} from "./support/gatewayStack.ts";
import type { Manifest } from "./support/manifestFiles.ts";
import { cannotIsolate, Network } from "./support/network.ts";
import { type Running, start, until } from "./support/process.ts";
import { Issuer } from "./support/tokens.ts";
import { cannotRun, hasShared, toolchain } from "./support/toolchain.ts";

const fromPage = { origin: allowedOrigin };
const preflight = { ...fromPage, "access-control-request-method": "POST" };
const claims = {
  iss: "https://idp.example.com",
  aud: "mlops",
  sub: "alice",
  email: "alice@example.com",
  roles: ["scorer"],
  exp: 4_102_444_800,
};

it.runIf(hasShared)("can have a network of its own where the toolchain is", () => {
  expect(cannotIsolate()).toBe(false);
});

describe.skipIf(cannotRun() || cannotIsolate())("the gateway", () => {
  const folder = temporaryFolder();
  const issuer = new Issuer();
  let network: Network;
  let scorer: Running;
  let server: Running;
  let client: GatewayClient;

  beforeAll(async () => {
    const { certificate, key, authority } = await makeCertificate(folder, "gateway", "*.example.com");
    writeFileSync(join(folder, "authority.crt"), authority);
    const rendered = renderedGateway(join(folder, "stack"), gatewayConfig(issuer));
    const read = (file: string) => readFileSync(file, "utf8");
    network = await Network.start();
    scorer = start(
      network.inside({
        argv: [process.execPath, join(import.meta.dirname, "support/scorer.ts"), "127.0.0.1", String(scorerPort)],
      }),
    );
    server = await startEnvoyGateway(await toolchain(), network, join(folder, "server"), [
      ...standalone(rendered),
      ...certificateSecrets(rendered, read(certificate), read(key)),
      secret("oidc-client", "Opaque", { "client-secret": "for tests only" }),
    ]);
    client = new GatewayClient(network, join(folder, "authority.crt"), { http: 80, https: 443 });
    await until(() => client.answers("scorer.example.com"), server, 60);
  });

  afterAll(async () => {
    await server?.stop();
    await scorer?.stop();
    await network?.stop();
  });

  it("carries requests over HTTPS", async () => {
    const { status, body } = await client.ask({ ...post("scorer"), path: "/a?b=c", body: "{}" });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ method: "POST", path: "/a?b=c", body: "{}" });
  });

  it("sends plain HTTP there", async () => {
    const { status, headers } = await client.ask({ host: "scorer.example.com", path: "/a?b=c", scheme: "http" });
    expect(status).toBe(301);
    expect(headers.location).toBe("https://scorer.example.com/a?b=c");
  });

  it("sets and removes the headers it is told to, and lets those that the model is to get come through", async () => {
    const sent = { "x-internal-debug": "1", authorization: "Bearer abc", "x-custom-token": "t" };
    const { body } = await client.ask({ host: "scorer.example.com", headers: sent });
    const { headers } = JSON.parse(body);
    expect(headers).toMatchObject({
      "x-deployment-id": "churn",
      authorization: "Bearer abc",
      "x-custom-token": "t",
    });
    expect(headers).not.toHaveProperty("x-internal-debug");
  });

  describe("a deployment that is scaled down to zero replicas", () => {
    it("is told of in the words that clients know, which pages may read", async () => {
      const { status, headers, body } = await client.ask({ ...post("down"), headers: fromPage });
      expect({ status, body }).toEqual({ status: 503, body: scaledToZeroText });
      expect(headers).toMatchObject({
        "content-type": "text/plain",
        "access-control-allow-origin": allowedOrigin,
        "access-control-allow-credentials": "true",
      });
    });

    it("is told of to the page of no other origin", async () => {
      const { status, headers } = await client.ask({
        ...post("down"),
        headers: { origin: "https://evil.example.net" },
      });
      expect(status).toBe(503);
      expect(headers["access-control-allow-origin"]).toBe(allowedOrigin);
    });

    it("lets the preflight request of a page pass", async () => {
      const { status, headers } = await client.ask({ ...options("down"), headers: preflight });
      expect(status).toBe(204);
      expect(headers).toMatchObject({
        "access-control-allow-origin": allowedOrigin,
        "access-control-allow-credentials": "true",
        "access-control-allow-methods": expect.stringContaining("POST"),
        "access-control-allow-headers": "authorization, content-type",
      });
    });

    it("lets no preflight request of another origin pass", async () => {
      const { status, headers } = await client.ask({
        ...options("down"),
        headers: { ...preflight, origin: "https://evil.example.net" },
      });
      expect(status).toBe(503);
      expect(headers["access-control-allow-origin"]).toBe(allowedOrigin);
    });

    it("is not confused with a model that answers 503 itself", async () => {
      const { status, headers, body } = await client.ask({ ...post("scorer"), path: "/own503", headers: fromPage });
      expect({ status, body: JSON.parse(body) }).toEqual({ status: 503, body: { detail: "model is loading" } });
      expect(headers["access-control-allow-origin"]).toBe(allowedOrigin);
    });

    it("is not confused with a pod that does not answer", async () => {
      const { status, headers, body } = await client.ask({ ...post("dead"), headers: fromPage });
      expect(status).toBe(503);
      expect(body).toMatch(/^upstream connect error/);
      expect(headers["access-control-allow-origin"]).toBe(allowedOrigin);
    });
  });

  describe("a page", () => {
    it("may call from the allowed origin", async () => {
      const { status, headers } = await client.ask({ ...post("patient"), headers: fromPage });
      expect(status).toBe(200);
      expect(headers["access-control-allow-origin"]).toBe(allowedOrigin);
      expect((await client.ask({ ...options("patient"), headers: preflight })).headers).toMatchObject({
        "access-control-allow-origin": allowedOrigin,
        "access-control-max-age": "600",
      });
    });

    it("may not call from another one", async () => {
      const { headers } = await client.ask({ ...post("patient"), headers: { origin: "https://evil.example.net" } });
      expect(headers).not.toHaveProperty("access-control-allow-origin");
    });
  });

  describe("a route with a token check", () => {
    const call = post("secure");
    const ask = (changes: object) => client.ask({ ...call, headers: issuer.bearer({ ...claims, ...changes }) });

    it("refuses who has no token with 401, which pages may read", async () => {
      const { status, headers } = await client.ask({ ...call, headers: fromPage });
      expect(status).toBe(401);
      expect(headers["access-control-allow-origin"]).toBe(allowedOrigin);
    });

    it.each([
      ["another issuer's key", () => new Issuer().bearer(claims)],
      ["a token that has expired", () => issuer.bearer({ ...claims, exp: 1_000_000_000 })],
    ])("refuses %s with 401", async (_what, headers) => {
      expect((await client.ask({ ...call, headers: headers() })).status).toBe(401);
    });

    it.each([
      ["another audience", { aud: "other" }],
      ["another role", { roles: ["reader"] }],
      ["no role", { roles: undefined }],
    ])("refuses %s with 403", async (_what, changes) => {
      expect((await ask(changes)).status).toBe(403);
    });

    it("lets the right token in", async () => {
      expect((await ask({})).status).toBe(200);
    });

    it("tells the backend who it is, and believes nobody who says so himself", async () => {
      const headers = { ...issuer.bearer(claims), "x-user-email": "mallory@example.com" };
      const { body } = await client.ask({ ...call, headers });
      expect(JSON.parse(body).headers).toMatchObject({ "x-user-email": "alice@example.com" });
      const other = await client.ask({
        host: "scorer.example.com",
        headers: { "x-user-email": "mallory@example.com" },
      });
      expect(JSON.parse(other.body).headers).not.toHaveProperty("x-user-email");
    });

    it("lets preflight requests pass, which carry no token", async () => {
      expect((await client.ask({ ...options("secure"), headers: preflight })).status).toBe(204);
    });
  });

  it("sends who has not signed in to the issuer", async () => {
    const { status, headers } = await client.ask({ host: "signed-in.example.com" });
    expect(status).toBe(302);
    expect(headers.location).toMatch(/^https:\/\/idp\.example\.com\/authorize\?client_id=mlops&/);
  });

  it("has who signs in brought back to the path of the route, which takes him in", async () => {
    const host = "signed-in-below.example.com";
    const { headers } = await client.ask({ host, path: "/app/page" });
    const back = new URL(new URL(headers.location ?? "").searchParams.get("redirect_uri") ?? "");
    expect(back.pathname).toBe("/app/oauth2/callback");
    // Its filter refuses a callback without a state; no route at all would be a 404.
    expect((await client.ask({ host, path: back.pathname })).status).toBe(401);
  });

  describe("limits", () => {
    it("answers 504 when a backend takes longer than the Gateway allows, and waits where the route allows more", async () => {
      expect((await client.ask({ host: "scorer.example.com", path: "/slow" })).status).toBe(504);
      expect((await client.ask({ host: "patient.example.com", path: "/slow" })).status).toBe(200);
    });

    it("answers 429 above the rate of a route, which keeps the Gateway's timeout and words all the same", async () => {
      expect((await client.ask({ host: "limited.example.com", path: "/slow" })).status).toBe(504);
      const statuses = [];
      for (let request = 0; request < 4; request++) {
        statuses.push((await client.ask(post("limited"))).status);
      }
      expect(statuses).toEqual([200, 200, 429, 429]);
    });
  });

  describe("the shape of Hydrogen Torch 1.7", () => {
    const oldClient = { "x-scorer-response-shape": "ht-1.7" };
    const call = (name: string) => ({ ...post(name), path: "/model/score", body: '{"rows": [[0.3], [0.5], [0.1]]}' });
    const rowsOf = (body: string) => JSON.parse(body).rows;
    const oldRows = [
      ['{"predictions": [[0.3, 0.30, 0.4], [0.5, 0.30, 0.4], [0.1, 0.30, 0.4]], "labels": ["neg", "neu", "pos"]}'],
    ];

    it("is what clients get who ask for it, and no others", async () => {
      expect(rowsOf((await client.ask({ ...call("torch"), headers: oldClient })).body)).toEqual(oldRows);
      expect(rowsOf((await client.ask(call("torch"))).body)).toHaveLength(3);
      expect(rowsOf((await client.ask({ ...call("scorer"), headers: oldClient })).body)).toHaveLength(3);
    });

    it("is what all clients of a route get", async () => {
      expect(rowsOf((await client.ask(call("torch-old"))).body)).toEqual(oldRows);
    });

    it("nests the predictions of a single row", async () => {
      const { body } = await client.ask({ ...call("torch"), headers: oldClient, body: '{"rows": [[0.9]]}' });
      expect(rowsOf(body)).toEqual([['{"predictions": [[0.9, 0.30, 0.4]], "labels": ["neg", "neu", "pos"]}']]);
    });

    it("takes answers of 2 MB", async () => {
      const body = JSON.stringify({ rows: Array.from({ length: 1_000 }, (_, row) => [row]) });
      const path = "/model/score?note=1000";
      const { body: answer } = await client.ask({ ...call("torch"), path, body });
      expect(Buffer.byteLength(answer)).toBeGreaterThan(2_000_000);
      const { status, body: received } = await client.ask({ ...call("torch"), path, body, headers: oldClient });
      expect(status).toBe(200);
      expect(JSON.parse(rowsOf(received)[0][0]).predictions).toHaveLength(1_000);
    });

    it("leaves a model's own 503 alone", async () => {
      const { status, body } = await client.ask({ ...post("torch"), path: "/own503", headers: oldClient });
      expect({ status, body: JSON.parse(body) }).toEqual({ status: 503, body: { detail: "model is loading" } });
    });
  });

  describe("retries", () => {
    it.each<[string, string, string, number]>([
      ["never scores again", "scorer", "POST", 1],
      ["never scores again where reads are tried again", "retried", "POST", 1],
      ["tries reads again", "retried", "GET", 3],
      ["scores again when asked to", "asked", "POST", 3],
    ])("%s (%s, %s)", async (_what, name, method, attempts) => {
      const host = `${name}.example.com`;
      const attempt = `${name}-${method}`;
      const { status } = await client.ask({ host, method, path: `/flaky?attempt=${attempt}` });
      expect(status).toBe(503);
      expect((await client.ask({ host, path: `/attempts?attempt=${attempt}` })).body).toBe(String(attempts));
    });

    it("keeps the Gateway's timeout for the requests that are tried again", async () => {
      expect((await client.ask({ host: "retried.example.com", path: "/slow" })).status).toBe(504);
    });
  });

  it("had every policy accepted", () => {
    const refused = server.output().match(/type: Accepted/g)?.length;
    expect(refused).toBeGreaterThan(10);
    expect(server.output()).not.toMatch(/reason: Invalid/);
  });
});

const post = (name: string) => ({ host: `${name}.example.com`, method: "POST" });
const options = (name: string) => ({ host: `${name}.example.com`, method: "OPTIONS" });

/** The objects as Envoy Gateway takes them from files: its proxy on this machine, and Backends for Services. */
function standalone(objects: Manifest[]): object[] {
  const taken = objects.filter(({ kind }) => kind !== "Certificate");
  const text = JSON.stringify(taken, (_, value) => {
    if (value?.type === "Kubernetes" && value.kubernetes) {
      return { type: "Host", host: { envoyVersion } };
    }
    const service: string | undefined = value?.backendRefs?.[0].name;
    if (service === "down") {
      // What Envoy Gateway makes of a Service without endpoints (route.go of 1.9.1).
      const { backendRefs: _, ...rule } = value;
      return {
        ...rule,
        filters: [{ type: "ExtensionRef", extensionRef: reference("HTTPRouteFilter", "no-endpoints") }],
      };
    }
    return service ? { ...value, backendRefs: [reference("Backend", service === "dead" ? "dead" : "scorer")] } : value;
  });
  return [
    ...JSON.parse(text),
    backend("scorer", scorerPort),
    backend("dead", scorerPort + 1),
    own("HTTPRouteFilter", "no-endpoints", { directResponse: { statusCode: 503 } }),
  ];
}

function reference(kind: string, name: string) {
  return { group: "gateway.envoyproxy.io", kind, name };
}

function backend(name: string, port: number) {
  return own("Backend", name, { endpoints: [{ ip: { address: "127.0.0.1", port } }] });
}

function own(kind: string, name: string, spec: object) {
  const metadata = { name, namespace: gatewayNamespace };
  return { apiVersion: "gateway.envoyproxy.io/v1alpha1", kind, metadata, spec };
}

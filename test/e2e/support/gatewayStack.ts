/** A stack with a gateway and nothing else, rendered by our own command: what the end-to-end tests of the gateway use. */
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { mlopsPlatform, root } from "../../support/cli.ts";
import { type Manifest, manifestsIn } from "./manifestFiles.ts";
import type { Config } from "./stackConfig.ts";
import type { Issuer } from "./tokens.ts";

export const allowedOrigin = "https://ui.example.com";
export const gatewayNamespace = "envoy-gateway-system";
export const backendNamespace = "scorers";
export const scorerPort = 3000;

/** A route for each thing that is to be seen. Every one inherits the timeout and CORS of the Gateway. */
export function gatewayConfig(issuer: Issuer): Config {
  const service = (name: string) => ({ name, namespace: backendNamespace, port: scorerPort });
  const route = (name: string, more: Config = {}) => ({ host: `${name}.example.com`, service: service(name), ...more });
  return {
    issuer: { name: "test" },
    lua: true,
    proxy: { replicas: 1 },
    cors: { allowedOrigin },
    timeout: "2s",
    deploymentHosts: { "model.example.com": ["mlops-deployments"] },
    routes: {
      scorer: route("scorer", {
        scoring: true,
        requestHeaders: { set: { "x-deployment-id": "churn" }, remove: ["x-internal-debug"] },
        forwardHeaders: "Authorization,X-Custom-Token",
      }),
      down: route("down", { scoring: true, rateLimit: { requests: 1000 } }),
      dead: route("dead", { scoring: true }),
      torch: route("torch", { scoring: true, hydrogenTorch17: { clients: "header" } }),
      "torch-old": route("torch-old", { hydrogenTorch17: { clients: "all" } }),
      patient: route("patient", { timeout: "6s" }),
      limited: route("limited", { scoring: true, rateLimit: { requests: 3 } }),
      retried: route("retried", { scoring: true, retries: { attempts: 2 } }),
      asked: route("asked", { retries: { attempts: 2, posts: true } }),
      secure: route("secure", {
        scoring: true,
        authentication: {
          kind: "jwt",
          issuer: "https://idp.example.com",
          audiences: ["mlops"],
          keys: { kind: "inline", jwks: issuer.jwks },
          claimHeaders: { "x-user-email": "email" },
          requiredClaims: { roles: ["scorer"] },
        },
      }),
      "signed-in": route("signed-in", { authentication: signingIn }),
      "signed-in-below": route("signed-in-below", { path: "/app", authentication: signingIn }),
    },
  };
}

const signingIn = {
  kind: "oidc",
  issuer: "https://idp.example.com",
  endpoints: { authorization: "https://idp.example.com/authorize", token: "https://idp.example.com/token" },
  clientId: "mlops",
  secretName: "oidc-client",
};

/** The objects of the stack as rendered. */
export function renderedGateway(folder: string, gateway: Config): Manifest[] {
  const config = {
    "mlops-platform:domain": "example.com",
    "mlops-platform:labels": { owner: "ml-platform", environment: "test" },
    "mlops-platform:gateway": gateway,
    // One route is asked to try POSTs again, to see that it does.
    "mlops-platform:policies": { levels: { "retries-of-reads-only": "advisory" } },
  };
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  writeFileSync(join(folder, "Pulumi.gateway.yaml"), stringify({ config }));
  const { code, stderr } = mlopsPlatform(["render", "gateway", "--out", join(folder, "out")], { cwd: folder });
  if (code !== 0) {
    throw new Error(stderr);
  }
  return [...manifestsIn(join(folder, "out")).values()];
}

/** Secret of a host's certificate, as cert-manager would make it. */
export function certificateSecrets(objects: Manifest[], certificate: string, key: string): object[] {
  const names = objects
    .filter(({ kind }) => kind === "Certificate")
    .map(({ spec }) => (spec as { secretName: string }).secretName);
  return names.map((name) => secret(name, "kubernetes.io/tls", { "tls.crt": certificate, "tls.key": key }));
}

/** Secret in the Gateway's namespace. */
export function secret(name: string, type: string, content: Record<string, string>): object {
  const data = Object.fromEntries(
    Object.entries(content).map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
  );
  return { apiVersion: "v1", kind: "Secret", metadata: { name, namespace: gatewayNamespace }, type, data };
}

import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import type { GraphResource } from "../graph/resource.ts";
import { mlopsPlatform, root, temporaryFolder } from "./support/cli.ts";

/** Folder with a render of the program for a config of telemetry, and of what it needs beside it. */
function render(sections: Record<string, object>): string {
  const cwd = temporaryFolder();
  const keys = Object.entries({ domain: "example.com", labels: { owner: "ml", environment: "test" }, ...sections });
  const config = Object.fromEntries(keys.map(([key, value]) => [`mlops-platform:${key}`, value]));
  cpSync(join(root, "Pulumi.yaml"), join(cwd, "Pulumi.yaml"));
  writeFileSync(join(cwd, "Pulumi.only.yaml"), stringify({ config }));
  const { code, stderr } = mlopsPlatform(["render", "only", "--out", "out"], { cwd });
  expect(code, stderr).toBe(0);
  return join(cwd, "out");
}

/** Files of objects that the program makes. */
function rendered(telemetry: object): string[] {
  const folder = join(render({ telemetry }), "manifests");
  return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }).sort() : [];
}

const common = {
  image: { repository: "registry.example.com/h2oai-modelstorage-telemetry", tag: "0.68.1" },
  serverAddress: "events.telemetry.svc:80",
};

const standalone = {
  ...common,
  kind: "standalone",
  variables: { serverAddress: "SERVER", logLevel: "LEVEL", connectionString: "DATABASE" },
  database: { kind: "iam", host: "db.example.com", database: "storage", user: "mlops", region: "eu-central-1" },
};

const mlops = {
  namespace: { kind: "existing", name: "mlops" },
  chart: { kind: "repository", repository: "https://charts.example.com", name: "mlops", version: "1.1.3" },
  release: "1.1",
  serviceAccounts: { storage: "mlops-storage" },
};

const objectStore = {
  kind: "s3",
  endpoint: "https://minio.example.com:9000",
  buckets: { artifacts: { name: "artifacts" }, backups: { name: "backups" } },
  credentials: { kind: "existing", secretName: "object-store-keys" },
};

describe("the program", () => {
  it("gives telemetry a Deployment of its own, in a namespace made for it", () => {
    expect(rendered({ ...standalone, namespace: { name: "mlops" } })).toEqual([
      "_cluster",
      "_cluster/namespace-mlops.yaml",
      "mlops",
      "mlops/deployment-telemetry.yaml",
      "mlops/networkpolicy-telemetry.yaml",
      "mlops/serviceaccount-telemetry.yaml",
    ]);
  });

  it("creates no existing namespace", () => {
    const files = rendered({ ...standalone, namespace: { kind: "existing", name: "mlops" } });
    expect(files).not.toContain("_cluster/namespace-mlops.yaml");
    expect(files).toContain("mlops/deployment-telemetry.yaml");
  });

  it("gives the chart of H2O MLOps the values of its telemetry", () => {
    const folder = render({
      telemetry: { ...common, kind: "chart" },
      mlops,
      objectStore,
    });
    const values = parse(readFileSync(join(folder, "helm/mlops/values.yaml"), "utf8"));
    expect(values.telemetry).toMatchObject({ ...common, enabled: true, replicaCount: 1 });
  });

  it("keeps the models of H2O MLOps in the bucket of their own, where there is one", () => {
    const bucketOf = (buckets: object) => {
      const folder = render({
        mlops,
        objectStore: { ...objectStore, buckets: { ...objectStore.buckets, ...buckets } },
      });
      return parse(readFileSync(join(folder, "helm/mlops/values.yaml"), "utf8")).storage.cloudPersistence.url;
    };
    expect(bucketOf({})).toMatch(/^s3:\/\/artifacts\?/);
    expect(bucketOf({ models: { name: "models" } })).toMatch(/^s3:\/\/models\?/);
  });

  it("hides values of H2O MLOps that no schema describes, where one of them is a config secret", () => {
    const values = { own: { user: "canary", token: { secure: "v1:x:y" } } };
    const folder = render({ mlops: { ...mlops, values }, objectStore });
    expect(readFileSync(join(folder, "helm/mlops/values.yaml"), "utf8")).not.toContain("canary");
  });

  it("renders the chart of H2O MLOps, where the stack uses no cluster", () => {
    const folder = render({ mlops, objectStore, cluster: { renderTo: "manifests" } });
    const resources: GraphResource[] = JSON.parse(readFileSync(join(folder, "resources.json"), "utf8"));
    const types = resources.filter(({ name }) => name === "mlops").map(({ type }) => type);
    expect(types).toContainEqual(expect.stringMatching(/:Chart$/));
    expect(types).not.toContainEqual(expect.stringMatching(/:Release$/));
  });

  it("lets browsers call through the gateway from the origin of H2O MLOps", () => {
    const folder = render({
      mlops: { ...mlops, values: { global: { cors: { allowedOrigin: "https://mlops.example.com" } } } },
      objectStore,
      gateway: { issuer: { name: "letsencrypt" } },
    });
    const policy = readFileSync(join(folder, "manifests/envoy-gateway-system/securitypolicy-mlops.yaml"), "utf8");
    expect(parse(policy).spec.cors.allowOrigins).toEqual(["https://mlops.example.com"]);
  });

  it("creates the gateway's routes to H2O MLOps after H2O MLOps", () => {
    const service = { name: "api-gateway", namespace: "mlops", port: 80 };
    const folder = render({
      mlops,
      objectStore,
      gateway: { issuer: { name: "letsencrypt" }, routes: { api: { host: "api.example.com", service } } },
    });
    const resources: GraphResource[] = JSON.parse(readFileSync(join(folder, "resources.json"), "utf8"));
    const route = resources.find(({ type, name }) => type.endsWith(":HTTPRoute") && name === "api");
    expect(route?.dependsOn).toContainEqual(expect.stringMatching(/:Release::mlops$/));
  });

  it("has outputs only for components that it deploys", () => {
    const findings = JSON.parse(
      readFileSync(
        join(render({ telemetry: { ...standalone, namespace: { name: "mlops" } } }), "findings.json"),
        "utf8",
      ),
    );
    expect(findings.messages).toEqual([]);
  });
});

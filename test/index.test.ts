import { cpSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { mlopsPlatform, root, temporaryFolder } from "./support/cli.ts";

/** Files of objects that the program makes in the namespace for a config of telemetry. */
function rendered(telemetry: object): string[] {
  const cwd = temporaryFolder();
  const config = { "mlops-platform:domain": "example.com", "mlops-platform:telemetry": telemetry };
  cpSync(join(root, "Pulumi.yaml"), join(cwd, "Pulumi.yaml"));
  writeFileSync(join(cwd, "Pulumi.only.yaml"), stringify({ config }));
  const { code, stderr } = mlopsPlatform(["render", "only", "--out", "out"], { cwd });
  expect(code, stderr).toBe(0);
  const folder = join(cwd, "out/manifests");
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

  it("makes no namespace that exists", () => {
    const files = rendered({ ...standalone, namespace: { kind: "existing", name: "mlops" } });
    expect(files).not.toContain("_cluster/namespace-mlops.yaml");
    expect(files).toContain("mlops/deployment-telemetry.yaml");
  });

  it("leaves telemetry to the chart that runs it", () => {
    expect(rendered({ ...common, kind: "chart" })).toEqual([]);
  });
});

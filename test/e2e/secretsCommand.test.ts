/**
 * The laptop's stack as the README has it: secrets by one command, with the real Pulumi CLI, and one `up` with the real
 * engine and API server. Operators and pods are doubles.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../support/cli.ts";
import { CertManagerDouble } from "./support/certManagerDouble.ts";
import { LocalCluster } from "./support/cluster.ts";
import { CnpgDouble } from "./support/cnpgDouble.ts";
import { type Finished, run } from "./support/process.ts";
import { PulumiHome, type PulumiStack } from "./support/pulumi.ts";
import { configOf, merged } from "./support/stackConfig.ts";
import { cannotRun, toolchain } from "./support/toolchain.ts";
import type { Update } from "./support/update.ts";

describe.skipIf(cannotRun())("the laptop's stack", () => {
  let cluster: LocalCluster;
  let doubles: { stop(): Promise<void> }[];
  let home: PulumiHome;
  let stack: PulumiStack;
  let made: Finished;
  let up: Update;

  beforeAll(async () => {
    const tools = await toolchain();
    cluster = await LocalCluster.start(tools, {
      crds: ["cloudnative-pg", "barman-cloud"],
      with: ["certManager", "postgresOperators"],
    });
    doubles = [new CnpgDouble(cluster.kubeconfig), new CertManagerDouble(cluster)];
    home = new PulumiHome(tools);
    // The operators' charts would come from the network.
    const onCluster = { cluster: { kubeconfig: cluster.kubeconfig, operators: undefined } };
    stack = await home.stack("local", merged(configOf("local"), onCluster));
    made = await secrets("--generate");
    up = await stack.up();
  });

  afterAll(async () => {
    await Promise.all((doubles ?? []).map((double) => double.stop()));
    home?.remove();
    await cluster?.stop();
  });

  it("gets every secret by one command", async () => {
    expect(made.code, made.output).toBe(0);
    expect(made.stdout.match(/^made {2}/gm)).toHaveLength(6);
    expect((await secrets()).stdout).toBe("Stack local has every config secret that it wants.\n");
    expect(readFileSync(join(stack.folder, "Pulumi.local.yaml"), "utf8").match(/secure:/g)).toHaveLength(6);
  });

  it("goes up at once", () => {
    expect(up.errors).toBe("");
    expect(up.succeeded).toBe(true);
  });

  it("gives the server, MLflow and the bucket's Job the same keys", async () => {
    const { data } = await cluster.get<{ data: Record<string, string> }>(
      "secret",
      "object-store-server-keys",
      "mlflow",
    );
    expect(Object.keys(data).sort()).toEqual(["ACCESS_KEY_ID", "REGION", "SECRET_ACCESS_KEY"]);
    const deployments = JSON.stringify(await cluster.list("deployments", "mlflow"));
    expect(deployments.match(/"name":"object-store-server-keys"/g)).toHaveLength(4);
    expect(JSON.stringify(await cluster.list("jobs", "mlflow"))).toContain('"name":"object-store-server-keys"');
  });

  it("changes nothing when it goes up again", async () => {
    expect((await stack.up()).steps).toEqual([]);
  });

  it("keeps none of the secrets in clear in its state", async () => {
    const { data } = await cluster.get<{ data: Record<string, string> }>("secret", "mlflow-credentials", "mlflow");
    const password = Buffer.from(data.password ?? "", "base64").toString();
    expect(password).toMatch(/^[\w-]{43}$/);
    expect(await stack.state()).not.toContain(password);
  });

  it("goes away but for its namespace, as the README says", async () => {
    const { errors } = await stack.destroy("--exclude-protected", "--skip-preview");
    expect(errors).toBe("");
    for (const kind of ["deployments", "persistentvolumeclaims", "clusters.postgresql.cnpg.io", "objectstores"]) {
      expect(await cluster.list(kind, "mlflow"), kind).toEqual([]);
    }
    expect(await cluster.exists("namespace", "mlflow", "default")).toBe(true);
  });

  function secrets(...flags: string[]): Promise<Finished> {
    const argv = [process.execPath, join(root, "commands/main.js"), "secrets", "local", ...flags];
    return run({ argv: ["bash", "-c", 'cd "$0" && exec "$@"', stack.folder, ...argv], env: home.env });
  }
});

/**
 * What a review says of real previews: the recorded ones that the unit tests go by are made afresh, and must give the
 * same comment. RECORD_PREVIEWS=1 writes them again.
 */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mlopsPlatform, root } from "../support/cli.ts";
import { LocalCluster } from "./support/cluster.ts";
import { CnpgDouble } from "./support/cnpgDouble.ts";
import { mlopsStack } from "./support/mlopsStack.ts";
import { PulumiHome, type PulumiStack } from "./support/pulumi.ts";
import { recorded } from "./support/recordedPreview.ts";
import { type Config, configOf, devConfigOn, documentedSecrets, merged } from "./support/stackConfig.ts";
import { cannotRun, type Toolchain, toolchain } from "./support/toolchain.ts";

const canaries = {
  "objectStore.credentials.accessKeyId": "access-canary",
  "objectStore.credentials.secretAccessKey": "secret-canary",
  "mlops.values.own.password": "own-canary",
  "mlflow.credentials.adminPassword": "admin-canary-long",
  "mlflow.credentials.flaskSecretKey": "flask-canary-of-more-than-16",
  "mlflow.credentials.kekPassphrase": "kek-canary-of-more-than-16",
  "mlflow.database.credentials.password": "database-canary",
};

const mlops = {
  namespace: { name: "mlops" },
  chart: { kind: "local", path: join(root, "examples/charts/mlops-stub") },
  release: "0.67",
  valuesRelease: "0.67",
  values: { securityOptions: [1, 3], storage: { persistence: { enabled: true, size: "10Gi" } }, own: { replicas: 2 } },
  answers: { securityOptions: { 1: "PASSPHRASE_HASH_TYPE_PLAINTEXT", 3: "AUTHORIZATION_PROTOCOL_OIDC" } },
  serviceAccounts: { storage: "mlops-storage" },
  storage: { migrate: true },
  allowedOrigin: "https://mlops.example.com",
};

const mlflow = {
  namespace: { name: "mlflow" },
  credentials: { kind: "configured" },
  exposure: { kind: "ingress", className: "nginx", controllerNamespace: "ingress-nginx", tlsSecretName: "mlflow-tls" },
  database: { kind: "cluster", credentials: { kind: "configured" } },
};

describe.skipIf(cannotRun())("a review of", () => {
  let tools: Toolchain;
  let cluster: LocalCluster;
  let operator: CnpgDouble;
  let home: PulumiHome;

  beforeAll(async () => {
    tools = await toolchain();
    cluster = await LocalCluster.start(tools, {
      crds: ["cloudnative-pg", "barman-cloud"],
      with: ["certManager", "postgresOperators", "gateway", "ingress"],
    });
    operator = new CnpgDouble(cluster.kubeconfig);
    home = new PulumiHome(tools);
  });

  afterAll(async () => {
    await operator?.stop();
    home?.remove();
    await cluster?.stop();
  });

  describe("a stack with H2O MLOps", () => {
    let stack: PulumiStack;
    let config: Config;

    beforeAll(async () => {
      config = mlopsStack(cluster, mlops, { kind: "configured" });
      stack = await home.stack("staging", config);
      await configure({});
      expect((await stack.up()).errors).toBe("");
    });

    it("an upgrade of its values to the next release says the same as the recorded one", async () => {
      await configure({ mlops: { release: "0.68" } });
      await saysTheSame("upgrade", stack);
    });

    it("a new platform beside it says the same as the recorded one", async () => {
      // Its certificate comes when the namespace is there; the notice would name files of this machine.
      await configure({ mlflow, cluster: { unchecked: ["Secret mlflow/mlflow-tls"] } });
      await saysTheSame("newPlatform", stack);
    });

    async function configure(changes: Config): Promise<void> {
      const next = merged(config, changes);
      stack.configure(next);
      const kept = Object.entries(canaries).filter(([path]) => next[path.split(".")[0] ?? ""] !== undefined);
      for (const [path, value] of kept) {
        await stack.setSecret(path, value);
      }
    }
  });

  it("another namespace for a database, which replaces it, says the same as the recorded one, and is refused", async () => {
    const withoutCrds = { values: { crds: { create: false } } };
    const config = merged(devConfigOn(cluster.kubeconfig, tools), {
      cluster: { operators: { cloudnativePg: withoutCrds, barmanCloud: withoutCrds } },
      mlflow: { database: { retention: "delete" } },
    });
    await cluster.shell(documentedSecrets());
    const stack = await home.stack("production", config);
    expect((await stack.up()).errors).toBe("");
    await cluster.shell(documentedSecrets("tracking"));
    stack.configure(merged(config, { mlflow: { namespace: { kind: "existing", name: "tracking" } } }));
    const file = await saysTheSame("renamed", stack);
    expect(mlopsPlatform(["destructive", "--preview", file])).toMatchObject({ code: 3 });
  });

  it("a preview of events has what policy packs found, which the other form leaves out", async () => {
    const stack = await home.stack("events", configOf("dev"), { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" });
    const file = join(home.folder, "events.ndjson");
    writeFileSync(file, await stack.previewJson("--policy-pack", packWithoutServices()));
    const { code, stdout } = mlopsPlatform(["summarize", "--preview", file]);
    expect(code).toBe(0);
    expect(stdout).toContain("**Policies: 1 finding, 1 mandatory**");
    expect(stdout).toContain("- **mandatory** `no-services` `Service mlflow`: It is one.");
    expect(stdout).toContain("+ Deployment mlflow\n");
    expect(mlopsPlatform(["destructive", "--preview", file])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("one that failed"),
    });
  });

  /** A policy pack with one rule, in a folder of its own. */
  function packWithoutServices(): string {
    const folder = join(home.folder, "pack");
    mkdirSync(folder);
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
    writeFileSync(join(folder, "package.json"), '{"name": "strict", "version": "1.0.0", "main": "index.js"}\n');
    writeFileSync(
      join(folder, "index.js"),
      `const { PolicyPack } = require("@pulumi/policy");
       new PolicyPack("strict", { policies: [{
         name: "no-services",
         description: "There are no Services.",
         enforcementLevel: "mandatory",
         validateResource: ({ type }, report) => { if (type === "kubernetes:core/v1:Service") report("It is one."); },
       }] });`,
    );
    return folder;
  }

  /** Of the fresh preview, to the letter; answers with its file. */
  async function saysTheSame(name: string, stack: PulumiStack): Promise<string> {
    const json = await stack.previewJson();
    expect(Object.values(canaries).filter((canary) => json.includes(canary))).toEqual([]);
    const file = join(home.folder, `${name}.json`);
    writeFileSync(file, json);
    const reviewed = join(root, "test/commands/summarize/comment");
    if (process.env.RECORD_PREVIEWS) {
      writeFileSync(join(reviewed, "previews", `${name}.json`), recorded(json));
      return file;
    }
    const { stdout } = mlopsPlatform(["summarize", "--preview", file]);
    expect(stdout).toBe(readFileSync(join(reviewed, "golden", `${name}.md`), "utf8"));
    return file;
  }
});

/** A stack from nothing, by commands as a user pastes them: from `init`, from docs/deploy.md, and from what errors say. */
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mlopsPlatform, root } from "../support/cli.ts";
import { examples } from "../support/examples.ts";
import { Checkout } from "./support/checkout.ts";
import { LocalCluster } from "./support/cluster.ts";
import { commandBlock } from "./support/pageCommands.ts";
import { PulumiHome } from "./support/pulumi.ts";
import { type Config, configOf, localController, localOperators, merged } from "./support/stackConfig.ts";
import { cannotRun, type Toolchain, toolchain } from "./support/toolchain.ts";

/** The config secrets of the examples that have some, as the command takes them from a pipe. */
const secrets = [
  ...["accessKeyId", "secretAccessKey"].map((key) => `objectStore.credentials.${key}`),
  ...["adminPassword", "flaskSecretKey", "kekPassphrase"].map((key) => `mlflow.credentials.${key}`),
  "mlflow.database.credentials.password",
].map((path) => `${path}=a-value-for-tests-only`);

describe.skipIf(cannotRun())("a new stack", () => {
  let tools: Toolchain;
  let home: PulumiHome;
  let checkout: Checkout;

  beforeAll(async () => {
    tools = await toolchain();
    home = new PulumiHome(tools);
    checkout = new Checkout(home.folder, home.env);
  });

  afterAll(() => home?.remove());

  describe("from flags, on a cluster", () => {
    let cluster: LocalCluster;
    let clone: Checkout;
    let commands: string[];

    beforeAll(async () => {
      cluster = await LocalCluster.start(tools, {
        crds: ["cloudnative-pg", "barman-cloud", "envoy-gateway"],
        with: ["certManager", "clusterIssuers"],
      });
      const { PULUMI_BACKEND_URL: _, ...env } = home.env;
      const keys = { ACCESS_KEY_ID: "an-id", SECRET_ACCESS_KEY: "a-key" };
      clone = new Checkout(join(home.folder, "clone"), { ...env, ...keys, KUBECONFIG: cluster.kubeconfig });
      const { code, stdout, stderr } = mlopsPlatform(["init", "new", ...flags()], { cwd: clone.folder });
      expect(stderr).toBe("");
      expect(code).toBe(0);
      commands = [...stdout.matchAll(/^ {2}(.+)$/gm)].map(([, command = ""]) => command);
    });

    afterAll(() => cluster?.stop());

    it("is previewed by the commands that init prints, as they are", async () => {
      const last = commands.at(-1);
      expect(last).toBe("npm run pulumi -- up --stack new");
      const output = await clone.shell(commands.slice(0, -1).join("\n"));
      expect(output).toContain("Stack new: ");
      expect(output).toMatch(/Resources:\s+\+ \d+ to create/);
    });

    it("finds in the cluster what its config says is there", async () => {
      const names = await cluster.shell("kubectl -n mlflow get secrets -o name");
      expect(names.trim().split("\n").sort()).toEqual(
        ["mlflow-credentials", "mlflow-pg-owner", "object-store-ca", "object-store-keys"].map(
          (each) => `secret/${each}`,
        ),
      );
    });

    function flags(): string[] {
      const charts = { ...localOperators(tools), controller: localController(tools) } as Record<string, Config>;
      const set = {
        "cluster.operators.cloudnativePg.chart": charts.cloudnativePg?.chart,
        "cluster.operators.barmanCloud.chart": charts.barmanCloud?.chart,
        "gateway.controller.chart": charts.controller?.chart,
        "objectStore.ca.secretName": "object-store-ca",
      };
      writeFileSync(join(clone.folder, "ca.crt"), "certificate");
      return [
        ...["--cloud", "onprem", "--domain", "mlops.example.com", "--owner", "ml", "--issuer", "test"],
        ...["--endpoint", "https://s3.example.com", "--artifacts-bucket", "artifacts", "--backups-bucket", "backups"],
        ...["--backend", `file://${join(home.folder, "a new state")}`],
        ...Object.entries(set).flatMap(([path, value]) => ["--set", `${path}=${value}`]),
      ];
    }
  });

  it.each(examples)(
    "from a copy of the example %s has a config that Pulumi reads, by the page's commands",
    async (name) => {
      copyFileSync(join(root, `Pulumi.${name}.yaml`), join(checkout.folder, `Pulumi.${name}.yaml`));
      const stack = `from-${name}`;
      const [copy = "", make = "", ask = ""] = commandBlock("docs/deploy.md", "cp Pulumi.aws.yaml").split("\n");
      const script = [copy.replace("aws", name), make, `printf '%s\\n' ${secrets.join(" ")} | ${ask}`].join("\n");
      await checkout.shell(script.replaceAll("prod", stack));
      const config = await checkout.shell(`pulumi config --show-secrets --stack ${stack}`);
      expect(config).toMatch(/^domain +\S+$/m);
      expect(config.match(/a-value-for-tests-only/g) ?? []).toHaveLength(["local", "onprem"].includes(name) ? 6 : 0);
    },
  );

  it("is refused with a secret in plain text and a platform without settings, and taken after the fixes", async () => {
    const credentials = { kind: "configured", password: "canary-password" };
    const mlflow = { namespace: { kind: "existing" }, database: { credentials } };
    checkout.configure("fixed", merged(configOf("dev"), { mlflow, gateway: {} }));
    await checkout.shell("pulumi stack init fixed");
    const preview = () => checkout.tryShell("pulumi preview --stack fixed --non-interactive");
    const refused = await preview();
    expect(refused.code).not.toBe(0);
    expect(refused.output).not.toContain("canary");
    const fixes = [...new Set([...refused.output.matchAll(/fix +(.+)/g)].map(([, fix = ""]) => fix))];
    expect(fixes).toEqual([
      "pulumi config rm --path 'mlops-platform:gateway' --stack fixed",
      "pulumi config set --secret --path 'mlops-platform:mlflow.database.credentials.password' --stack fixed",
    ]);
    await checkout.shell(fixes.map((fix) => `${fix} <<< a-value-for-tests-only`).join("\n"));
    const { code, output } = await preview();
    expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
  });

  it.each([
    ["null", "{ mlops-platform:mlflow: null }"],
    ["merged into another", "{ mlops-platform:mlflow: &one {}, mlops-platform:gateway: { <<: *one } }"],
  ])("never goes up with a platform that is %s", async (_case, config) => {
    writeFileSync(
      join(checkout.folder, "Pulumi.empty.yaml"),
      `config:\n  <<: ${config}\n  mlops-platform:domain: a.b\n`,
    );
    await checkout.shell("pulumi stack init empty || true");
    const { code, output } = await checkout.tryShell("pulumi preview --stack empty --non-interactive");
    expect(code).not.toBe(0);
    expect(output).toMatch(/mlflow\n.*a key that is left out deploys nothing|'mlflow' must be of type 'object'/);
  });
});

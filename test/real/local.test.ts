/** "On a laptop" of the README, followed word for word on a real node. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { images } from "../../versions.ts";
import { type Finished, run } from "../e2e/support/process.ts";
import { projectCopy } from "../e2e/support/projectCopy.ts";
import { PulumiHome } from "../e2e/support/pulumi.ts";
import { mlflowEnvironment } from "../e2e/support/python.ts";
import { type Config, localOperators, merged } from "../e2e/support/stackConfig.ts";
import { root } from "../support/cli.ts";
import { cannotRunNode, RealNode } from "./support/realNode.ts";

describe.skipIf(cannotRunNode())("a laptop's stack", () => {
  let node: RealNode;
  let home: PulumiHome;
  let folder: string;
  let deployed: Finished;
  let seconds: number;
  let python: string;
  const [deploy, use, remove] = readmeBlocks();

  beforeAll(async () => {
    python = await mlflowEnvironment();
    node = await RealNode.start();
    await node.alias("localhost/versitygw:1", images.versitygw);
    home = new PulumiHome(node.tools, node.inside);
    folder = projectCopy(join(home.folder, "mlops-platform"));
    // Charts come from this machine, and what stands in for cert-manager is no chart.
    const operators = merged(localOperators(node.tools), { certManager: { install: false } });
    writeStack({ cluster: { kubeconfig: node.kubeconfig, operators, unchecked: ["cert-manager"] } });
    const begun = performance.now();
    const here = deploy.replace(/^kind .*$|^npm ci$/gm, "").replace("file://~", `file://${home.folder}`);
    deployed = await shell(here.replace("up -s local", "up -s local --yes"));
    seconds = Math.round((performance.now() - begun) / 1000);
  });

  afterAll(async () => {
    process.stdout.write(`from an empty cluster to MLflow: ${seconds} s\n`);
    home?.remove();
    await node?.stop();
  });

  it("goes up with the README's commands", () => {
    expect(deployed.code, deployed.output).toBe(0);
    expect(deployed.output).toContain("mlflowServiceUrl");
  });

  it("takes a run from the laptop's own client", async () => {
    const { code, output } = await shell(`${use}\nkill $!`);
    expect(code, output).toBe(0);
    const logged = await node.shell(
      `kubectl -n mlflow exec mlflow-pg-v1-1 -c postgres -- psql -XqAt -d mlflow -c "select value from latest_metrics where key = 'loss'"`,
    );
    expect(logged.trim()).toBe("0.1");
  });

  it("goes away with the README's commands", async () => {
    const { code, output } = await shell(remove.replace("--exclude-protected", "--exclude-protected --yes"));
    expect(code, output).toBe(0);
    expect(await node.kubectl(["get", "namespaces", "-o", "name"])).not.toContain("namespace/mlflow\n");
  });

  /** Runs commands as they stand in the README, in a fresh clone. */
  function shell(commands: string): Promise<Finished> {
    const passphrase = "a-passphrase";
    const env: Record<string, string> = { ...home.env, PULUMI_CONFIG_PASSPHRASE: passphrase };
    delete env.PULUMI_BACKEND_URL;
    const path = `${join(python, "bin")}:${env.PATH}`;
    const script = `cd ${folder}\n${commands.replaceAll("…", passphrase)}`;
    return run(node.inside({ argv: ["bash", "-ec", script], env: { ...env, PATH: path }, seconds: 1500 }));
  }

  function writeStack(changes: Config): void {
    const file = join(folder, "Pulumi.local.yaml");
    const { config } = parse(readFileSync(join(root, "Pulumi.local.yaml"), "utf8"));
    const plain = Object.fromEntries(
      Object.entries<Config>(config).map(([key, value]) => [key.replace("mlops-platform:", ""), value]),
    );
    const keys = Object.entries(merged(plain, changes)).map(([key, value]) => [`mlops-platform:${key}`, value]);
    writeFileSync(file, stringify({ config: Object.fromEntries(keys) }));
  }
});

/** The blocks of "On a laptop": deploying, using, and removing what has been made. */
function readmeBlocks(): [string, string, string] {
  const [, section = ""] = /^### On a laptop$(.*?)^### /ms.exec(readFileSync(join(root, "README.md"), "utf8")) ?? [];
  const blocks = [...section.matchAll(/```sh\n(.*?)```/gs)].map(([, block = ""]) => block);
  expect(blocks).toHaveLength(3);
  return blocks as [string, string, string];
}

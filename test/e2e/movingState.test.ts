/** The commands of docs/state-and-secrets.md that make, move and re-encrypt a stack, word for word, with the real engine. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Checkout } from "./support/checkout.ts";
import { LocalCluster } from "./support/cluster.ts";
import { CnpgDouble } from "./support/cnpgDouble.ts";
import { commandsByHeading } from "./support/pageCommands.ts";
import { run } from "./support/process.ts";
import { PulumiHome } from "./support/pulumi.ts";
import { onpremConfigOn } from "./support/stackConfig.ts";
import { cannotRun, toolchain } from "./support/toolchain.ts";

const commands = commandsByHeading("docs/state-and-secrets.md");

const secrets = {
  "objectStore.credentials.accessKeyId": "access-key",
  "objectStore.credentials.secretAccessKey": "secret-key/+=",
  "mlflow.credentials.adminPassword": "administrator's password",
  "mlflow.credentials.flaskSecretKey": "flask's secret key",
  "mlflow.credentials.kekPassphrase": "key encryption key $HOME",
  "mlflow.database.credentials.password": 'database\'s "password"',
};

describe.skipIf(cannotRun())("a stack with config secrets, as the page has it", () => {
  let cluster: LocalCluster;
  let operator: CnpgDouble;
  let home: PulumiHome;
  let checkout: Checkout;
  let env: Record<string, string>;

  beforeAll(async () => {
    const tools = await toolchain();
    cluster = await LocalCluster.start(tools, {
      crds: ["cloudnative-pg", "barman-cloud"],
      with: ["certManager", "postgresOperators", "ingress"],
    });
    operator = new CnpgDouble(cluster.kubeconfig);
    home = new PulumiHome(tools);
    checkout = new Checkout(home.folder, home.env);
    env = { ...home.env, KUBECONFIG: cluster.kubeconfig };
    checkout.configure("prod", onpremConfigOn(cluster.kubeconfig));
    await checkout.shell("pulumi stack init prod");
    for (const [path, value] of Object.entries(secrets)) {
      await follow(`pulumi config set --stack prod --secret --path 'mlops-platform:${path}'`, value);
    }
    await checkout.commit("base");
    await checkout.shell("pulumi up --stack prod --yes --skip-preview");
  });

  afterAll(async () => {
    await operator?.stop();
    home?.remove();
    await cluster?.stop();
  });

  it("has its config written, and the commands to run next", async () => {
    const shown = await follow(`mkdir new && cp Pulumi.yaml package.json new && ln -s "$PWD/commands" new/commands
      mkdir -p new/node_modules/.bin && ln -s ../../commands/main.js new/node_modules/.bin/mlops-platform
      cd new && ${commands.get("Backends")}`);
    expect(shown).toContain("npm run pulumi -- login 's3://mlops-state?region=eu-central-1&awssdk=v2'");
    expect(existsSync(join(checkout.folder, "new/Pulumi.prod.yaml"))).toBe(true);
  });

  it("goes to another backend, where nothing changes", async () => {
    mkdirSync(join(home.folder, "new"));
    const backend = `file://${home.folder}/new?metadata=skip`;
    const [moving = ""] = blocks("Moving");
    await follow(moving, "", { NEW_BACKEND: backend });
    env = { ...env, PULUMI_BACKEND_URL: backend };
    expect(await follow("pulumi stack --stack prod --show-urns")).toContain("Deployment::mlflow");
    expect(existsSync(join(checkout.folder, "prod.json"))).toBe(false);
  });

  it("gets another passphrase, with which nothing changes", async () => {
    const [, changing = ""] = blocks("Moving");
    await follow(changing, "another", { NEW_PROVIDER: "passphrase" });
    env = { ...env, PULUMI_CONFIG_PASSPHRASE: "another" };
    await follow("pulumi preview --stack prod --expect-no-changes");
    expect(await follow("git diff --cached --name-only")).toContain("Pulumi.prod.yaml");
  });

  it("survives the loss of the passphrase: only Secrets are made again, and none has another value", async () => {
    const before = await values();
    const shown = await follow(commands.get("After a lost passphrase or key") ?? "", "", { NEW_PASSPHRASE: "new" });
    env = { ...env, PULUMI_CONFIG_PASSPHRASE: "new" };
    const changed = [...shown.matchAll(/^ [+~-]+ +(kubernetes:\S+) /gm)].map(([, type]) => type);
    expect(new Set(changed)).toEqual(new Set(["kubernetes:core/v1:Secret"]));
    expect(shown).toContain("+-3 replaced");
    expect(await values()).toEqual(before);
    await follow("pulumi preview --stack prod --expect-no-changes");
    expect(readFileSync(join(checkout.folder, "Pulumi.prod.yaml"), "utf8")).toContain("encryptionsalt");
  });

  function blocks(heading: string): string[] {
    return (commands.get(heading) ?? "").split(/^(?=pulumi stack change-secrets-provider)/m);
  }

  async function follow(script: string, stdin = "", more: Record<string, string> = {}): Promise<string> {
    const argv = ["bash", "-euc", `cd "$0"\n${script}`, checkout.folder];
    const { code, output } = await run({ argv, env: { ...env, ...more }, seconds: 400 }, stdin);
    expect(code, output).toBe(0);
    return output;
  }

  /** Of all Secrets in the cluster, encoded. */
  async function values() {
    const items = await cluster.list<{ metadata: { name: string }; data: Record<string, string> }>("secret", "mlflow");
    return Object.fromEntries(items.map(({ metadata, data }) => [metadata.name, data]));
  }
});

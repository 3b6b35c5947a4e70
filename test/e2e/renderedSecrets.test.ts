/**
 * Config secrets where a chart is rendered (`cluster.renderTo`), through the workflows' steps and by hand: only the folder
 * that is rendered into has them.
 */
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Canaries } from "./support/canaries.ts";
import { Checkout, type JobRun } from "./support/checkout.ts";
import { commandBlock } from "./support/pageCommands.ts";
import { PulumiHome } from "./support/pulumi.ts";
import { type Config, configOf, merged } from "./support/stackConfig.ts";
import { cannotRun, toolchain } from "./support/toolchain.ts";

/** Of the chart's values, where nothing else says that they are secrets, and of what the platform wires. */
const secrets = {
  "mlops.values.own.password": "canary-own-\"p@ss'w:rd\\%01",
  "objectStore.credentials.accessKeyId": "canary-access-key-02",
  "objectStore.credentials.secretAccessKey": "canary-secret-key/+=%03",
};
const changed = "canary-own-changed-04";
const canaries = new Canaries([...Object.values(secrets), changed]);

/** Objects that the chart makes, by the names that Pulumi gives them. */
const objects = ["ConfigMap", "Secret", "Deployment", "Service", "Login"];

describe.skipIf(cannotRun())("a rendering stack whose chart gets config secrets", () => {
  let home: PulumiHome;
  let checkout: Checkout;
  let preview: JobRun;
  let deployed: JobRun;

  beforeAll(async () => {
    home = new PulumiHome(await toolchain());
    checkout = new Checkout(home.folder, home.env);
    cpSync(join(import.meta.dirname, "support/tellingChart"), join(checkout.folder, "telling"), { recursive: true });
    checkout.configure("dev", config());
    await checkout.shell("pulumi stack init dev");
    for (const [path, value] of Object.entries(secrets)) {
      await setSecret(path, value);
    }
    await checkout.commit("base");
    preview = await checkout.job("pull-request.yml", "preview", { STACK: "dev" });
    deployed = await checkout.job("deploy.yml", "dev", { STACK: "dev" });
  });

  afterAll(() => home?.remove());

  it("is deployed, with the secrets in the manifests", () => {
    expect([...preview.steps, ...deployed.steps].filter(({ code }) => code !== 0)).toEqual([]);
    expect(canaries.toldBelow(join(checkout.folder, "manifests")).join("\n")).toMatch(/server.*\n.*credentials/s);
  });

  it("has every object of the chart in its state, as a secret but for its name", async () => {
    const state = await checkout.shell("pulumi stack export --stack dev");
    for (const kind of objects) {
      expect(state).toMatch(new RegExp(`helm.sh/v4:Chart\\$kubernetes:[^"]*:${kind}::`));
    }
    expect(canaries.toldBy(state)).toEqual([]);
  });

  it("shows none in the summaries and logs of the steps", () => {
    const shown = [preview, deployed].flatMap(({ steps, summary }) => [summary, ...steps.map(({ output }) => output)]);
    expect(shown.join("\n")).toContain("Preview of dev");
    expect(canaries.toldBy(shown.join("\n"))).toEqual([]);
  });

  it("leaves none in the files of the steps, which have the engine's events", () => {
    const events = readFileSync(join(preview.temp, "preview.json"), "utf8");
    expect(events).toContain("resourcePreEvent");
    expect(events).not.toContain('"severity":"debug"');
    expect([preview.temp, deployed.temp].flatMap((folder) => canaries.toldBelow(folder))).toEqual([]);
  });

  it.each([
    ["a preview", "pulumi preview --stack dev --diff"],
    ["a preview as JSON", "pulumi preview --stack dev --json"],
    ["up", "pulumi up --stack dev --yes --diff"],
  ])("shows none in %s after a secret has changed", async (_case, command) => {
    await setSecret("mlops.values.own.password", changed);
    const shown = await checkout.shell(`${command} --non-interactive 2>&1`);
    expect(shown).toContain("as-they-are");
    expect(canaries.toldBy(shown)).toEqual([]);
  });

  it("shows none in an update as JSON, without the debug messages", async () => {
    await setSecret("mlops.values.own.password", secrets["mlops.values.own.password"]);
    const events = await checkout.shell(
      `pulumi up --stack dev --yes --skip-preview --json 2>&1 | ${documentedFilter()}`,
    );
    expect(events).toContain("as-they-are");
    expect(canaries.toldBy(events)).toEqual([]);
  });

  it("keeps none in the backend: state, history, backups", () => {
    expect(canaries.toldBelow(join(home.folder, ".pulumi"))).toEqual([]);
  });

  it("changes nothing when it goes up again", async () => {
    await checkout.shell("pulumi preview --stack dev --non-interactive --expect-no-changes");
  });

  it("shows none in a render", async () => {
    const shown = await checkout.shell("node commands/main.js render dev 2>&1");
    expect(canaries.toldBy(shown)).toEqual([]);
    expect(canaries.toldBelow(join(checkout.folder, "rendered"))).toEqual([]);
  });

  it("keeps none in the checkout, but for the rendered manifests", () => {
    expect(canaries.toldBelow(checkout.folder, /^(manifests|node_modules|test)\//)).toEqual([]);
  });

  // The provider marks of a Secret's inputs what is in `data` and `stringData`, whatever it was given
  // (pulumi-kubernetes 4.32.0, `annotateSecrets` in `provider/pkg/provider/provider.go`).
  it.fails("keeps none in the state that the chart makes an annotation of a Secret of", async () => {
    await checkout.shell("pulumi config set --stack dev --path mlops-platform:mlops.values.own.annotated true");
    await checkout.shell("pulumi up --stack dev --yes --skip-preview --non-interactive");
    expect(canaries.toldBy(await checkout.shell("pulumi stack export --stack dev"))).toEqual([]);
  });

  function setSecret(path: string, value: string): Promise<string> {
    const encoded = Buffer.from(value).toString("base64");
    return checkout.shell(
      `base64 -d <<< ${encoded} | pulumi config set --secret --path 'mlops-platform:${path}' --stack dev`,
    );
  }
});

function config(): Config {
  return merged(configOf("dev"), {
    objectStore: { credentials: { kind: "configured" } },
    mlops: { chart: { path: "telling" }, release: "0.67", valuesRelease: "0.67", values: { own: {} } },
    policies: { levels: { all: "advisory" } },
  });
}

/** The command of docs/secrets.md that takes secrets out of the engine's events. */
function documentedFilter(): string {
  const [, filter = ""] = /--json \| (jq .*) > events\.json/.exec(commandBlock("docs/secrets.md", "events.json")) ?? [];
  expect(filter).not.toBe("");
  return filter;
}

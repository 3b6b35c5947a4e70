/** Config secrets through the real engine: nobody reads them in a log, an output, the state or a render. */
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mlopsPlatform } from "../support/cli.ts";
import { filesBelow } from "../support/upgrades.ts";
import { Canaries } from "./support/canaries.ts";
import { LocalCluster } from "./support/cluster.ts";
import { CnpgDouble } from "./support/cnpgDouble.ts";
import { run } from "./support/process.ts";
import { projectCopy } from "./support/projectCopy.ts";
import { PulumiHome, type PulumiStack } from "./support/pulumi.ts";
import { onpremConfigOn } from "./support/stackConfig.ts";
import { cannotRun, toolchain } from "./support/toolchain.ts";
import type { Update } from "./support/update.ts";

/** Every config secret of the on-premises stack, with a value that would stand out. */
const secrets = {
  "objectStore.credentials.accessKeyId": "canary-access-key-01",
  "objectStore.credentials.secretAccessKey": "canary-secret-key/+=%02",
  "mlflow.credentials.adminPassword": "canary-admin \"p@ss'w:rd\\03",
  "mlflow.credentials.flaskSecretKey": "canary-flask-secret-key-04",
  "mlflow.credentials.kekPassphrase": "canary-kek-passphrase $HOME 05",
  "mlflow.database.credentials.password": "canary-database-%40/06",
};

const rotated = "canary-flask-rotated-07";
const canaries = new Canaries([...Object.values(secrets), rotated]);

describe.skipIf(cannotRun())("the on-premises stack with config secrets", () => {
  let cluster: LocalCluster;
  let operator: CnpgDouble;
  let home: PulumiHome;
  let stack: PulumiStack;
  let up: Update;

  beforeAll(async () => {
    const tools = await toolchain();
    cluster = await LocalCluster.start(tools, {
      crds: ["cloudnative-pg", "barman-cloud"],
      with: ["postgresOperators", "ingress"],
    });
    operator = new CnpgDouble(cluster.kubeconfig);
    home = new PulumiHome(tools);
    stack = await home.stack("onprem", onpremConfigOn(cluster.kubeconfig));
    for (const [path, value] of Object.entries(secrets)) {
      await stack.setSecret(path, value);
    }
    up = await stack.up();
  });

  afterAll(async () => {
    await operator?.stop();
    home?.remove();
    await cluster?.stop();
  });

  it("goes up, with a namespace of its own that enforces Pod Security restricted", async () => {
    expect(up.errors).toBe("");
    expect(up.succeeded).toBe(true);
    const { metadata } = await cluster.get("namespace", "mlflow", "default");
    expect(metadata.labels).toMatchObject({ "pod-security.kubernetes.io/enforce": "restricted" });
  });

  it("brings the secrets into the cluster as they are", async () => {
    expect(await secretKeys("mlflow-credentials")).toEqual({
      username: "admin",
      password: secrets["mlflow.credentials.adminPassword"],
      "flask-secret-key": secrets["mlflow.credentials.flaskSecretKey"],
      "kek-passphrase": secrets["mlflow.credentials.kekPassphrase"],
    });
    expect(await secretKeys("mlflow-pg-owner")).toMatchObject({
      password: secrets["mlflow.database.credentials.password"],
    });
    expect(await secretKeys("object-store-keys")).toMatchObject({
      ACCESS_KEY_ID: secrets["objectStore.credentials.accessKeyId"],
      SECRET_ACCESS_KEY: secrets["objectStore.credentials.secretAccessKey"],
    });
  });

  it("changes nothing when it goes up again", async () => {
    expect((await stack.up()).steps).toEqual([]);
  });

  describe("shows no secret", () => {
    it("in the events of up, debug messages apart", () => {
      const events = up.output.split("\n").filter((line) => !line.includes('"severity":"debug"'));
      expect(events.join("\n")).toContain("mlflow-credentials");
      expect(canaries.toldBy(events.join("\n"))).toEqual([]);
    });

    // Pulumi's SDK puts the engine's whole answers into debug messages, which `--json` and `--debug` carry.
    it.fails("in the debug messages of up", () => {
      expect(canaries.toldBy(up.output)).toEqual([]);
    });

    it("in a preview that shows every property of a change", async () => {
      await stack.setSecret("mlflow.credentials.flaskSecretKey", rotated);
      const shown = await stack.shown("preview", "--diff");
      expect(shown).toContain("mlflow-credentials");
      expect(canaries.toldBy(shown)).toEqual([]);
    });

    it("in the events of a preview", async () => {
      expect(canaries.toldBy((await stack.preview()).output)).toEqual([]);
    });

    it("in what up shows while it changes one", async () => {
      const shown = await stack.shown("up", "--yes", "--skip-preview", "--diff");
      expect(shown).toContain("mlflow-credentials");
      expect(canaries.toldBy(shown)).toEqual([]);
      expect(await secretKeys("mlflow-credentials")).toMatchObject({ "flask-secret-key": rotated });
    });

    it("in what the steps of a pull request show and write", async () => {
      const project = projectCopy(join(home.folder, "project"));
      cpSync(join(stack.folder, `Pulumi.${stack.name}.yaml`), join(project, `Pulumi.${stack.name}.yaml`));
      const out = join(home.folder, "steps");
      const script = `cd "$0"
        bash .github/steps/preview.sh "$1" "$2/preview.json"
        bash .github/steps/destructive.sh "$1" --preview "$2/preview.json"
        bash .github/steps/summarize-preview.sh "$1" "$2/preview.json" "$2/summary.md"`;
      const shown = await run({ argv: ["bash", "-euc", script, project, stack.name, out], env: home.env });
      expect(shown).toMatchObject({ code: 0 });
      expect(filesBelow(out)).toEqual(["preview.json", "summary.md", "summary.short.md"]);
      expect(canaries.toldBy(shown.output)).toEqual([]);
      expect(canaries.toldBelow(out)).toEqual([]);
    });

    it("in the state", async () => {
      const state = await stack.state();
      expect(state).toContain("mlflow-credentials");
      expect(canaries.toldBy(state)).toEqual([]);
    });

    it("in the backend: state, history, backups", () => {
      const backend = join(home.folder, ".pulumi");
      expect(filesBelow(backend).map((file) => file.split("/")[0])).toEqual(
        expect.arrayContaining(["stacks", "history", "backups"]),
      );
      expect(canaries.toldBelow(backend)).toEqual([]);
    });

    it("in the stack's outputs", async () => {
      expect(canaries.toldBy(JSON.stringify(await stack.outputs()))).toEqual([]);
    });

    it("in a render of the same stack file", () => {
      const out = join(stack.folder, "rendered");
      const { code, stdout, stderr } = mlopsPlatform(["render", stack.name, "--out", out], { cwd: stack.folder });
      expect(code).toBe(0);
      const texts = filesBelow(out).map((file) => readFileSync(join(out, file), "utf8"));
      expect(texts.filter((text) => text.includes("kind: Secret"))).toHaveLength(3);
      expect(canaries.toldBy(stdout + stderr)).toEqual([]);
      expect(canaries.toldBelow(out)).toEqual([]);
    });
  });

  describe("let go", () => {
    it("is refused for the namespace alone where retention is delete", async () => {
      const { succeeded, output } = await stack.destroy();
      expect(succeeded).toBe(false);
      expect(output).toMatch(/Namespace::mlflow.* cannot be deleted/);
    });

    it("takes the database with it, and leaves the namespace", async () => {
      await stack.unprotect();
      const { errors } = await stack.destroy("--skip-preview");
      expect(errors).toBe("");
      expect(await cluster.exists("clusters.postgresql.cnpg.io", "mlflow-pg-v1", "mlflow")).toBe(false);
      expect(await cluster.exists("namespace", "mlflow", "default")).toBe(true);
    });
  });

  /** Decoded keys of a Secret in the cluster. */
  async function secretKeys(name: string): Promise<Record<string, string>> {
    const { data } = await cluster.get<{ data: Record<string, string> }>("secret", name, "mlflow");
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
    );
  }
});

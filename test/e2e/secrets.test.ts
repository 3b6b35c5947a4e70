/** Config secrets through the real engine: nobody reads them in a log, an output, the state or a render. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mlopsPlatform } from "../support/cli.ts";
import { LocalCluster } from "./support/cluster.ts";
import { CnpgDouble } from "./support/cnpgDouble.ts";
import { PulumiHome, type PulumiStack } from "./support/pulumi.ts";
import { configOf, merged } from "./support/stackConfig.ts";
import { cannotRun, toolchain } from "./support/toolchain.ts";
import type { Update } from "./support/update.ts";

/** Every config secret of the on-premises stack, with a value that would stand out. */
const canaries = {
  "objectStore.credentials.accessKeyId": "canary-access-key-01",
  "objectStore.credentials.secretAccessKey": "canary-secret-key/+=%02",
  "mlflow.credentials.adminPassword": "canary-admin \"p@ss'w:rd\\03",
  "mlflow.credentials.flaskSecretKey": "canary-flask-secret-key-04",
  "mlflow.credentials.kekPassphrase": "canary-kek-passphrase $HOME 05",
  "mlflow.database.credentials.password": "canary-database-%40/06",
};

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
    stack = await home.stack(
      "onprem",
      merged(configOf("onprem"), {
        cluster: { kubeconfig: cluster.kubeconfig, operators: undefined },
        // Their charts are not here.
        ...{ mlops: undefined, telemetry: undefined, gateway: undefined },
        // The database is let go at the end.
        policies: {
          levels: { "stateful-resource-protected": "advisory", "stateful-resource-retained": "advisory" },
        },
        objectStore: { credentials: { accessKeyId: undefined, secretAccessKey: undefined } },
        mlflow: {
          credentials: { adminPassword: undefined, flaskSecretKey: undefined, kekPassphrase: undefined },
          database: { retention: "delete", credentials: { password: undefined } },
        },
      }),
    );
    for (const [path, value] of Object.entries(canaries)) {
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
      password: canaries["mlflow.credentials.adminPassword"],
      "flask-secret-key": canaries["mlflow.credentials.flaskSecretKey"],
      "kek-passphrase": canaries["mlflow.credentials.kekPassphrase"],
    });
    expect(await secretKeys("mlflow-pg-owner")).toMatchObject({
      password: canaries["mlflow.database.credentials.password"],
    });
    expect(await secretKeys("object-store-keys")).toMatchObject({
      ACCESS_KEY_ID: canaries["objectStore.credentials.accessKeyId"],
      SECRET_ACCESS_KEY: canaries["objectStore.credentials.secretAccessKey"],
    });
  });

  it("changes nothing when it goes up again", async () => {
    expect((await stack.up()).steps).toEqual([]);
  });

  describe("shows no secret", () => {
    it("in the events of up, debug messages apart", () => {
      const events = up.output.split("\n").filter((line) => !line.includes('"severity":"debug"'));
      expect(events.join("\n")).toContain("mlflow-credentials");
      expect(found(events.join("\n"))).toEqual([]);
    });

    // Pulumi's SDK puts the engine's whole answers into debug messages, which `--json` and `--debug` carry.
    it.fails("in the debug messages of up", () => {
      expect(found(up.output)).toEqual([]);
    });

    it("in a preview that shows every property of a change", async () => {
      await stack.setSecret("mlflow.credentials.flaskSecretKey", "canary-flask-rotated-07");
      const shown = await stack.shown("preview", "--diff");
      expect(shown).toContain("mlflow-credentials");
      expect(found(shown)).toEqual([]);
    });

    it("in the events of a preview", async () => {
      expect(found((await stack.preview()).output)).toEqual([]);
    });

    it("in what up shows while it changes one", async () => {
      const shown = await stack.shown("up", "--yes", "--skip-preview", "--diff");
      expect(shown).toContain("mlflow-credentials");
      expect(found(shown)).toEqual([]);
      expect(await secretKeys("mlflow-credentials")).toMatchObject({ "flask-secret-key": "canary-flask-rotated-07" });
    });

    it("in the state", async () => {
      const state = await stack.state();
      expect(state).toContain("mlflow-credentials");
      expect(found(state)).toEqual([]);
    });

    it("in the stack's outputs", async () => {
      expect(found(JSON.stringify(await stack.outputs()))).toEqual([]);
    });

    it("in a render of the same stack file", () => {
      const out = join(stack.folder, "rendered");
      const { code, stdout, stderr } = mlopsPlatform(["render", stack.name, "--out", out], { cwd: stack.folder });
      expect(code).toBe(0);
      const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
      const texts = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), "utf8"));
      expect(texts.filter((text) => text.includes("kind: Secret"))).toHaveLength(3);
      expect(found([stdout, stderr, ...texts].join("\n"))).toEqual([]);
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

/** The canaries in a text: as they are, as JSON or YAML quotes them, as a URI or a Secret holds them. */
function found(text: string): string[] {
  const values = [...Object.values(canaries), "canary-flask-rotated-07"];
  return values.filter((value) =>
    [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value), Buffer.from(value).toString("base64")].some(
      (form) => text.includes(form),
    ),
  );
}

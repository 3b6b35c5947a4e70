/** H2O MLOps through the real engine and Helm on a real API server: values of 0.67, deployed at one release after another. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonMap } from "../../lib/json.ts";
import { upgrade } from "../../releases/engine/upgrade.ts";
import { h2oMlops } from "../../releases/h2o-mlops/product.ts";
import { root } from "../support/cli.ts";
import { LocalCluster } from "./support/cluster.ts";
import { mlopsStack } from "./support/mlopsStack.ts";
import { PulumiHome, type PulumiStack } from "./support/pulumi.ts";
import { type Config, merged } from "./support/stackConfig.ts";
import { cannotRun, toolchain } from "./support/toolchain.ts";
import type { Update } from "./support/update.ts";

const url = "s3://models?endpoint=https://minio.example.com&region=us-east-1&hostname_immutable=true";
const keys = { access_key_id: "access-canary", secret_access_key: "secret-canary" };
const existingKeys = { credentials: { kind: "existing", secretName: "keys" } };
const passwords = { own: "own-canary", deployer: "deployer-canary/&" };
const origin = "https://mlops.example.com";

/** As a user wrote them for 0.67. */
const written = {
  tls: true,
  securityOptions: [1, 3],
  storage: { persistence: { enabled: true, size: "10Gi" }, tls: { enabled: true } },
  own: { replicas: 2 },
};

const answers = {
  securityOptions: { 1: "PASSPHRASE_HASH_TYPE_PLAINTEXT", 3: "AUTHORIZATION_PROTOCOL_OIDC" },
  mtls: "none",
  acknowledge: ["volume-backup", "storage-migrated", "old-volume"],
};

const mlops = {
  namespace: { name: "mlops" },
  chart: { kind: "local", path: join(root, "examples/charts/mlops-stub") },
  release: "0.67",
  valuesRelease: "0.67",
  values: written,
  answers,
  serviceAccounts: { storage: "mlops-storage" },
  storage: { migrate: true },
  allowedOrigin: origin,
  databases: {
    deployer: { kind: "password", host: "db.example.com", database: "deployer", user: "deployer" },
    valuesPath: { deployer: "deployer.dsn" },
  },
};

describe.skipIf(cannotRun())("H2O MLOps on a cluster", () => {
  let cluster: LocalCluster;
  let home: PulumiHome;
  let stack: PulumiStack;
  let config: Config;
  let first: Update;

  beforeAll(async () => {
    const tools = await toolchain();
    cluster = await LocalCluster.start(tools);
    home = new PulumiHome(tools);
    config = mlopsStack(cluster, mlops, { kind: "configured" });
    stack = await home.stack("mlops", config);
    await setSecrets();
    first = await stack.up();
  });

  afterAll(async () => {
    home?.remove();
    await cluster?.stop();
  });

  it("goes up with 0.67", async () => {
    expect(first.errors).toBe("");
    expect(first.of("Release")).toEqual([{ op: "create", type: "Release", name: "mlops" }]);
    expect(await deployedValues()).toEqual({
      ...written,
      own: { ...written.own, password: passwords.own },
      deploymentEnvironment: { corsOrigin: origin },
    });
    expect(await description()).toBe("h2o-mlops 0.67.0");
  });

  describe("where something is in the way", () => {
    it("fails its preview, with what the guard of running stacks says too", async () => {
      await configure({ release: "0.69" });
      const { succeeded, errors } = await stack.preview();
      expect(succeeded).toBe(false);
      expect(errors).toContain('MlopsRelease "mlops" cannot go from 0.67.0 to 0.69.0.');
      expect(errors).toContain("0.69.0 storage-on-volume at storage.persistence: ");
      expect(errors).toContain("Answer it with answers.storageMigrated.");
      expect(errors).toContain("H2O MLOps 0.67.0 can't be updated to 0.69.0: go to 0.68.0 first.");
    });

    it.each([
      ["after its preview", () => stack.upAfterPreview()],
      ["without a preview", () => stack.up()],
    ])("goes up neither %s", async (_case, up) => {
      const { succeeded, errors } = await up();
      expect(succeeded).toBe(false);
      expect(errors).toContain("0.69.0 storage-on-volume at storage.persistence: ");
      expect(await description()).toBe("h2o-mlops 0.67.0");
    });
  });

  // Nothing is updated here, so the guard of running stacks has no say: the program alone has to fail it.
  it("is not even made where something is in the way, and the preview shows the rest nevertheless", async () => {
    const namespace = { kind: "managed", name: "mlops-blocked" };
    const changes = { mlops: { namespace, release: "0.69", databases: undefined }, objectStore: existingKeys };
    const fresh = await home.stack("blocked", merged(config, changes));
    for (const update of [await fresh.preview(), await fresh.upAfterPreview()]) {
      expect(update.succeeded).toBe(false);
      expect(update.errors).toMatch(/^error: MlopsRelease "mlops" cannot go from 0\.67\.0 to 0\.69\.0\./);
      expect(update.output).not.toContain("exit code");
      expect(update.output).toContain("h2o-mlops 0.69.0 runtime-images (action): ");
      expect(update.of("Release")).toEqual([{ op: "create", type: "Release", name: "mlops" }]);
    }
    expect(JSON.parse(await fresh.state()).deployment.resources ?? []).toEqual([]);
  });

  it("goes to 0.68 in MIGRATE mode, with the words of the guide as warnings", async () => {
    const storage = { ...upgraded("0.68").storage, ...migrateMode() };
    const output = await updated("0.68");
    expect(await deployedValues()).toEqual({ ...wired("0.68"), storage });
    expect(output).toContain(
      "h2o-mlops 0.68.0 no-downtime (info): Models stay reachable while the migrator copies them.",
    );
  });

  it("goes to 0.69, in the bucket alone", async () => {
    await updated("0.69", { answers: { ...answers, storageMigrated: true } });
    const { tls } = written.storage;
    expect(await deployedValues()).toEqual({ ...wired("0.69"), storage: { tls, cloudPersistence: { url, ...keys } } });
  });

  it("goes to 1.1, with the connection string of its deployer", async () => {
    await updated("1.1", { answers: { ...answers, storageMigrated: true } });
    const { auth } = upgraded("1.1").storage as JsonMap;
    const dsn = "postgres://db.example.com/deployer?sslmode=verify-full&user=deployer&password=deployer-canary%2F%26";
    expect(await deployedValues()).toEqual({
      ...wired("1.1"),
      storage: { auth, cloudPersistence: { url, ...keys } },
      deployer: { dsn },
    });
  });

  it("changes nothing when it goes up again", async () => {
    const { succeeded, steps } = await stack.up();
    expect(steps).toEqual([]);
    expect(succeeded).toBe(true);
  });

  it("shows the chart what the release has", async () => {
    const { data } = await cluster.get<{ data: Record<string, string> }>("configmap", "mlops-values", "mlops");
    expect(JSON.parse(data["values.json"] ?? "")).toMatchObject(await deployedValues());
  });

  it("keeps no secret in its state, nor in what a preview shows", async () => {
    await configure({ answers: { ...answers, storageMigrated: true }, maxDeploymentReplicas: 9, release: "1.1" });
    const seen = [await stack.state(), await stack.shown("preview", "--diff")].join("\n");
    const secrets = [...Object.values(keys), ...Object.values(passwords), encodeURIComponent(passwords.deployer)];
    expect(secrets.filter((each) => seen.includes(each))).toEqual([]);
  });

  it("is not carried to another release where its state is lost, and is taken over at the one that runs", async () => {
    const atRelease = (release: string) => configure({ answers: { ...answers, storageMigrated: true }, release });
    await stack.forget();
    await atRelease("1.0");
    for (const { succeeded, errors } of [await stack.preview(), await stack.up()]) {
      expect(succeeded).toBe(false);
      expect(errors).toContain("Helm release mlops/mlops runs as h2o-mlops 1.1.0");
      expect(errors).toContain("Configure h2o-mlops 1.1.0 first and run pulumi up");
    }
    const before = await deployedValues();
    await atRelease("1.1");
    expect((await stack.up()).errors).toBe("");
    expect(await deployedValues()).toEqual(before);
    expect(await cluster.shell("helm list --namespace mlops --short")).toBe("mlops\n");
  });

  /** Up at a release: an update of the Helm release, and no replacement of anything. */
  async function updated(release: string, changes: Config = {}): Promise<string> {
    await configure({ ...changes, release });
    const { errors, steps, output } = await stack.up();
    expect(errors).toBe("");
    expect(steps.filter(({ type }) => type === "Release")).toEqual([{ op: "update", type: "Release", name: "mlops" }]);
    expect(steps.filter(({ op }) => !["create", "update"].includes(op))).toEqual([]);
    expect(await description()).toBe(`h2o-mlops ${release}.0`);
    return output;
  }

  async function configure(changes: Config): Promise<void> {
    stack.configure(merged(config, { mlops: changes }));
    await setSecrets();
  }

  async function setSecrets(): Promise<void> {
    await stack.setSecret("objectStore.credentials.accessKeyId", keys.access_key_id);
    await stack.setSecret("objectStore.credentials.secretAccessKey", keys.secret_access_key);
    await stack.setSecret("mlops.databases.deployer.password", passwords.deployer);
    await stack.setSecret("mlops.values.own.password", passwords.own);
  }

  /** What Helm was given for the release that is deployed. */
  async function deployedValues(): Promise<JsonMap> {
    return JSON.parse(await cluster.shell("helm get values mlops --namespace mlops --output json"));
  }

  async function description(): Promise<string> {
    const [, ...revisions] = (await cluster.shell("helm history mlops --namespace mlops --output json")).split(
      "description",
    );
    return /^":"([^"]*)"/.exec(revisions.at(-1) ?? "")?.[1] ?? "";
  }
});

/** The user's values at a release, as `upgrade` has them. */
function upgraded(release: string): JsonMap & { storage: JsonMap } {
  const values = { ...written, own: { ...written.own, password: passwords.own } };
  const given = { from: "0.67", to: release, values, answers: { ...answers, storageMigrated: true } };
  return upgrade(h2oMlops, given).steps.at(-1)?.values as JsonMap & { storage: JsonMap };
}

/** With what the platform wires at every release as of 0.68, save for storage. */
function wired(release: string): JsonMap {
  return { ...upgraded(release), global: { cors: { allowedOrigin: origin } } };
}

function migrateMode(): JsonMap {
  const bucket = {
    cloudProvider: "minio",
    bucketName: "models",
    region: "us-east-1",
    endpoint: "https://minio.example.com",
  };
  return {
    cloudPersistence: { enabled: true, url, ...keys },
    pvcMigration: { enabled: true, ...bucket, ...keys },
  };
}

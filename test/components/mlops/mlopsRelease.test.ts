import { runtime } from "@pulumi/pulumi";
import { describe, expect, it, vi } from "vitest";
import type { JsonMap } from "../../../lib/json.ts";
import { upgrade } from "../../../releases/engine/upgrade.ts";
import { h2oMlops } from "../../../releases/h2o-mlops/product.ts";
import { deployed } from "./deployed.ts";
import { stores } from "./stores.ts";

const repository = {
  kind: "repository",
  repository: "https://charts.example.com",
  name: "mlops",
  version: "1.1.3",
} as const;

/** Values of 0.67 that every release has something to do with. */
const written: JsonMap = {
  tls: true,
  securityOptions: [1, 3],
  deploymentEnvironment: { corsOrigin: "https://mlops.example.com" },
  apiGateway: { authorization: { enabled: false } },
  storage: { cloudPersistence: { enabled: true, url: "s3://own?region=us-east-1" } },
};
const answers = {
  securityOptions: { 1: "PASSPHRASE_HASH_TYPE_PLAINTEXT", 3: "AUTHORIZATION_PROTOCOL_OIDC" },
  mtls: "none",
} as const;

describe("MlopsRelease", () => {
  it("is one Helm release that names the deployed release in its description only", async () => {
    const names: unknown[] = [];
    for (const release of ["0.67", "0.69.1", "1.1"]) {
      const { helm } = await deployed({ release });
      names.push([helm.urn, helm.inputs.name, helm.inputs.description]);
    }
    const urn = expect.stringMatching(/MlopsRelease\$kubernetes:helm\.sh\/v3:Release::mlops$/);
    expect(names).toEqual([
      [urn, "mlops", "h2o-mlops 0.67.0"],
      [urn, "mlops", "h2o-mlops 0.69.1"],
      [urn, "mlops", "h2o-mlops 1.1.0"],
    ]);
  });

  it("guards its updates", async () => {
    const { helm } = await deployed();
    expect(helm.hooks.beforeUpdate).toEqual(["mlops-release-guard"]);
  });

  it.each(["0.68", "0.69", "0.70", "1.0", "1.1"])(
    "upgrades values of 0.67 to %s as `upgrade` does",
    async (release) => {
      const { values } = await deployed({ release, valuesRelease: "0.67", values: written, answers });
      const { steps } = upgrade(h2oMlops, { from: "0.67", to: release, values: written, answers });
      expect(values).toEqual(steps.at(-1)?.values);
    },
  );

  it("leaves values of the same release alone", async () => {
    expect((await deployed({ release: "0.67", values: written })).values).toEqual(written);
  });

  it("warns of every notice on the way, with its source", async () => {
    const { warnings } = await deployed({ release: "0.68", valuesRelease: "0.67", values: written, answers });
    expect(warnings).toContain(
      'h2o-mlops 0.68.0 blob-storage (action): Models are stored in blob storage: S3, Google Cloud Storage, Azure Blob Storage or MinIO. If they are still on a volume, deploy 0.68 in MIGRATE mode. (H2O MLOps migration guide, "Cloud migration information: MLOps storage")',
    );
    expect((await deployed({ values: {} })).warnings).toEqual([]);
  });

  it("names the deployment that a notice is about", async () => {
    const deployments = [{ name: "churn", image: "registry.example.com/rest-scorer:latest" }];
    const { warnings } = await deployed({ release: "0.69", valuesRelease: "0.68", deployments });
    expect(warnings).toContainEqual(
      expect.stringMatching(/^h2o-mlops 0\.69\.0 runtime-image-unknown \(action\) of "churn": /),
    );
  });

  it("accepts an unconfirmed gate, which the guard of a running stack refuses", async () => {
    const { helm } = await deployed({ release: "0.67", valuesRelease: "0.66" });
    expect(helm.inputs.description).toBe("h2o-mlops 0.67.0");
  });

  it("lists unconfirmed gates for policies", async () => {
    const gatesOf = async (acknowledge: string[]) => {
      const { recorded } = await deployed({
        release: "0.69",
        valuesRelease: "0.68",
        values: { storage: { persistence: { enabled: true }, cloudPersistence: { enabled: true, url: "s3://own" } } },
        answers: { storageMigrated: true, acknowledge },
      });
      return recorded.one("MlopsRelease").inputs.unconfirmedGates;
    };
    const [gate] = (await gatesOf([])) as { release: string; id: string }[];
    expect(gate?.release).toBe("0.69.0");
    expect(await gatesOf([gate?.id ?? ""])).not.toContainEqual(gate);
  });
});

describe("MlopsRelease is blocked", () => {
  const blocked = { release: "1.0", valuesRelease: "0.67", values: written };

  it("with every blocker, its place, its answer and its source", async () => {
    const { errors } = await deployed(blocked);
    expect(errors).toHaveLength(1);
    const [text] = errors;
    expect(text).toMatch(/^MlopsRelease "mlops" cannot go from 0\.67\.0 to 1\.0\.0\.\n/);
    expect(text).toMatch(
      /\n {2}0\.68\.0 security-options at securityOptions: .* Answer it with answers\.securityOptions\. \(H2O MLOps migration guide, "Restructured environment security options"\)/,
    );
    expect(text).toMatch(/\n {2}0\.70\.0 mtls at tls: /);
  });

  it("by a deployment that would stop working", async () => {
    const deployments = [{ name: "churn", runtime: "python-scorer_mlflow_39" }];
    const { errors } = await deployed({ valuesRelease: "1.0", deployments });
    expect(errors).toEqual([expect.stringContaining("1.1.0 mlflow-python-3-9 of churn: ")]);
  });

  it("and a preview still shows values as far as they were upgraded, and notices", async () => {
    const { values, warnings } = await deployed({ ...blocked, store: stores.aws });
    expect(values).toMatchObject({ securityOptions: [1, 3], maxDeploymentReplicas: 5 });
    expect(warnings).toContainEqual(expect.stringMatching(/^h2o-mlops 0\.68\.0 blob-storage/));
  });

  it("and a process that only records it ends without an error", async () => {
    const { exitCode } = process;
    await deployed(blocked);
    expect(process.exitCode).toBe(exitCode);
  });

  it("and an update fails before there is a release", async () => {
    const isDryRun = vi.spyOn(runtime, "isDryRun").mockReturnValue(false);
    await expect(deployed(blocked)).rejects.toThrow(/^MlopsRelease "mlops" cannot go from 0\.67\.0 to 1\.0\.0\.\n/);
    isDryRun.mockRestore();
  });
});

describe("the chart of MlopsRelease", () => {
  it("comes from a repository, with its credentials", async () => {
    const { helm } = await deployed({ chart: { ...repository, username: "robot", password: "canary" } });
    expect(helm.inputs).toMatchObject({ chart: "mlops", version: "1.1.3" });
    expect(JSON.parse(JSON.stringify(helm.inputs.repositoryOpts))).toEqual({
      repo: "https://charts.example.com",
      username: "robot",
      password: "[secret]",
    });
  });

  it("comes from a registry", async () => {
    const { helm } = await deployed({ chart: { ...repository, repository: "oci://registry.example.com/charts/" } });
    expect(helm.inputs).toMatchObject({ chart: "oci://registry.example.com/charts/mlops", version: "1.1.3" });
    expect(helm.inputs.repositoryOpts).toEqual({});
  });

  it("is a local one", async () => {
    expect((await deployed()).helm.inputs.chart).toBe("./charts/mlops");
  });

  it("is rendered for a stack that renders", async () => {
    const { recorded, values } = await deployed({ rendering: true, store: stores.aws });
    expect(recorded.all("kubernetes:helm.sh/v3:Release")).toEqual([]);
    expect(values.storage.cloudPersistence).toEqual({ url: "s3://acme-models?region=eu-central-1" });
  });
});

describe("secrets of MlopsRelease", () => {
  const values = { storage: { cloudPersistence: { access_key_id: "canary" } }, own: { token: "canary", replicas: 2 } };

  it("are the values that the release's schema marks", async () => {
    const { values: open } = await deployed({ values });
    expect(open).toEqual({
      storage: { cloudPersistence: { access_key_id: "[secret]" } },
      own: { token: "canary", replicas: 2 },
    });
  });

  it("include every value that the schema does not know, if values may hold secrets", async () => {
    const config = { ...values, telemetry: { serverAddress: "telemetry:80" }, other: { flag: true, nothing: null } };
    const { values: closed, valueAt } = await deployed({ values: config, holdsSecrets: true });
    expect(closed).toEqual({
      storage: { cloudPersistence: { access_key_id: "[secret]" } },
      own: { token: "[secret]", replicas: "[secret]" },
      telemetry: { serverAddress: "telemetry:80" },
      other: { flag: true, nothing: null },
    });
    expect(valueAt("own.token")).toMatchObject({ reveal: expect.any(Function) });
  });

  it("of answers stay secret in the upgraded values", async () => {
    const { values: carried } = await deployed({
      release: "0.68",
      valuesRelease: "0.67",
      values: { storage: { persistence: { enabled: true } } },
      answers: {
        objectStore: {
          provider: "minio",
          bucket: "models",
          region: "us-east-1",
          endpoint: "https://minio",
          accessKeyId: "canary",
          secretAccessKey: "canary",
        },
      },
    });
    expect(carried.storage.pvcMigration).toMatchObject({ access_key_id: "[secret]", bucketName: "models" });
    expect(JSON.stringify(carried)).not.toContain("canary");
  });

  it("appear in no message", async () => {
    const wrong = deployed({ values: { storage: { persistence: "canary" } }, holdsSecrets: true });
    await expect(wrong).rejects.toThrow("values: storage.persistence: expected an object, found a text");
    await expect(wrong).rejects.not.toThrow("canary");
  });
});

describe("MlopsRelease refuses", () => {
  it.each<[string, Parameters<typeof deployed>[0], string]>([
    ["a release that it does not know", { release: "2.0" }, "release: expected one of the releases 0.66, 0.67"],
    ["values of one that it does not know", { valuesRelease: "0.1" }, "valuesRelease: expected one of the releases"],
    [
      "to carry values back",
      { release: "0.68", valuesRelease: "0.69" },
      'release: expected 0.69 or later, since the values were written for 0.69, found "0.68"',
    ],
    ["a namespace that is none", { namespace: "My_Namespace" }, "namespace: expected a Kubernetes name"],
    [
      "a default that is not activated",
      { securityOptions: { activated: ["DISABLED"], default: "AUTHORIZATION_PROTOCOL_OIDC" } },
      "securityOptions.default: expected one of the activated security options",
    ],
    [
      "no security option at all",
      { securityOptions: { activated: [], default: "DISABLED" } },
      "securityOptions.activated: expected at least one security option",
    ],
    [
      "an option that the release does not know",
      {
        release: "0.68",
        securityOptions: { activated: ["PASSPHRASE_HASH_TYPE_PBKDF2"], default: "PASSPHRASE_HASH_TYPE_PBKDF2" },
      },
      "securityOptions.activated: expected no PASSPHRASE_HASH_TYPE_PBKDF2",
    ],
    [
      "a retention that is too short",
      { monitoringRetention: "30m" },
      "monitoringRetention: expected INF, or a duration",
    ],
    ["no replica", { maxDeploymentReplicas: 0 }, "maxDeploymentReplicas: expected at least 1"],
    ["an origin that is none", { allowedOrigin: "mlops" }, "allowedOrigin: expected"],
    ["an origin with a path", { allowedOrigin: "https://mlops.example.com/" }, "allowedOrigin: expected an origin"],
    [
      "a path that is none",
      { verticalPodAutoscaler: { valuesPath: "deployer..vpa" } },
      "verticalPodAutoscaler.valuesPath: expected a dotted path",
    ],
    ["a prefix with a slash", { storage: { prefix: "/h2o", migrate: false } }, "storage.prefix: expected a path"],
    ["a service account that is none", { serviceAccounts: { storage: "-" } }, "serviceAccounts.storage: expected"],
    [
      "a gate that nobody knows",
      { answers: { acknowledge: ["gateway-apy"] } },
      "acknowledge[0]: expected one of the gates",
    ],
    [
      "a wiring that its release's values cannot hold",
      { verticalPodAutoscaler: { valuesPath: "maxDeploymentReplicas" } },
      "values: maxDeploymentReplicas: expected",
    ],
  ])("%s", async (_case, wrong, message) => {
    await expect(deployed(wrong)).rejects.toThrow(message);
  });

  it("values of another release, and names valuesRelease", async () => {
    const hint =
      "The values were read with the schema of 0.68. If they were written for another release, set valuesRelease to it.";
    await expect(deployed({ release: "0.68", values: { securityOptions: [1] } })).rejects.toThrow(hint);
    const answers = { acknowledge: ["nothing"] };
    await expect(deployed({ release: "0.68", answers })).rejects.not.toThrow("valuesRelease");
  });
});

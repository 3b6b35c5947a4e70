import { describe, expect, it } from "vitest";
import { CertManager, type CertManagerArgs } from "../../../components/cluster/certManager.ts";
import { restrictedNamespace } from "../../../components/cluster/namespace.ts";
import { PostgresOperators, type PostgresOperatorsArgs } from "../../../components/cluster/postgresOperators.ts";
import { kubernetesProvider } from "../../../components/cluster/provider.ts";
import { at, stack } from "../../support/stack.ts";

const args: PostgresOperatorsArgs = {
  namespace: "cnpg-system",
  platform: "kubernetes",
  rendering: false,
  cloudnativePg: { install: true, values: {} },
  barmanCloud: { install: true, values: {} },
  charts: {
    cloudnativePg: { chart: "cloudnative-pg", version: "0.29.0", repository: "https://charts.example.com" },
    barmanCloud: { chart: "plugin-barman-cloud", version: "0.7.0", repository: "https://charts.example.com" },
  },
};

const operators = (changes: Partial<PostgresOperatorsArgs> = {}) =>
  stack(() => {
    new PostgresOperators("operators", { ...args, ...changes });
  });

describe("CertManager", () => {
  const certManager = (changes: Partial<CertManagerArgs>) =>
    stack(() => {
      new CertManager("cert-manager", {
        install: true,
        values: {},
        rendering: false,
        pinned: { chart: "cert-manager", version: "v1.21.2", repository: "https://charts.example.com" },
        ...changes,
      });
    });

  it("is installed from its pinned chart, with its CRDs", async () => {
    const release = (await certManager({})).one("Release");
    expect(release.inputs).toMatchObject({
      chart: "cert-manager",
      version: "v1.21.2",
      namespace: "cert-manager",
      createNamespace: true,
      values: { crds: { enabled: true } },
    });
  });

  it("merges values of the user at every depth", async () => {
    const recorded = await certManager({ values: { crds: { keep: false }, replicaCount: 2 } });
    expect(at(recorded.one("Release"), "values")).toEqual({ crds: { enabled: true, keep: false }, replicaCount: 2 });
  });

  it("makes nothing unless it is to be installed", async () => {
    expect((await certManager({ install: false })).all("Release")).toEqual([]);
  });
});

describe("PostgresOperators", () => {
  it("installs the pinned operator and then its plugin, in one namespace", async () => {
    const recorded = await operators();
    const plugin = recorded.one("Release", "operators-barman-cloud");
    expect(plugin.inputs).toMatchObject({
      chart: "plugin-barman-cloud",
      version: "0.7.0",
      namespace: "cnpg-system",
      repositoryOpts: { repo: "https://charts.example.com" },
    });
    expect(at(recorded.one("Release", "operators-cloudnative-pg"), "namespace")).toBe("cnpg-system");
    expect(recorded.waitsFor(plugin)).toEqual(["operators-cloudnative-pg"]);
  });

  it("makes nothing unless told to install", async () => {
    const recorded = await operators({ cloudnativePg: { install: false, values: {} } });
    expect(recorded.all("Release").map(({ name }) => name)).toEqual(["operators-barman-cloud"]);
  });

  it("takes a local chart and values of the user", async () => {
    const recorded = await operators({
      cloudnativePg: { install: true, chart: "./cloudnative-pg.tgz", values: { replicaCount: 2 } },
    });
    const release = recorded.one("Release", "operators-cloudnative-pg");
    expect(release.inputs).toMatchObject({ chart: "./cloudnative-pg.tgz", values: { replicaCount: 2 } });
    expect(release.inputs.repositoryOpts).toBeUndefined();
  });

  it("renders the charts' objects for a stack that renders", async () => {
    const recorded = await operators({ rendering: true });
    expect(recorded.all("Release")).toEqual([]);
    expect(recorded.all("Chart")).toHaveLength(2);
  });

  it("leaves user ids to OpenShift", async () => {
    const recorded = await operators({ platform: "openshift" });
    expect(at(recorded.one("Release", "operators-barman-cloud"), "values.containerSecurityContext")).toEqual({
      runAsUser: null,
      runAsGroup: null,
    });
  });
});

describe("restrictedNamespace", () => {
  it("enforces Pod Security, and is protected because its volumes would be deleted with it", async () => {
    const { one } = await stack(() => {
      restrictedNamespace("mlflow", {});
    });
    expect(at(one("Namespace"), "metadata.labels")).toMatchObject({
      "pod-security.kubernetes.io/enforce": "restricted",
    });
    expect(one("Namespace")).toMatchObject({ protect: true, retainOnDelete: true });
  });
});

describe("kubernetesProvider", () => {
  it("renders to a folder, or reaches the named cluster", async () => {
    const { one } = await stack(() => {
      kubernetesProvider("renders", { renderTo: "manifests" });
      kubernetesProvider("reaches", { kubeconfig: "kubeconfig", context: "prod" });
    });
    const type = "pulumi:providers:kubernetes";
    expect(one(type, "renders").inputs).toMatchObject({ renderYamlToDirectory: "manifests" });
    expect(one(type, "reaches").inputs).toMatchObject({ kubeconfig: "kubeconfig", context: "prod" });
  });
});

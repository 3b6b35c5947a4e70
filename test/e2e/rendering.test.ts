/** What is rendered against the real thing: the provider's own rendering, and what a real API server accepts. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { charts } from "../../versions.ts";
import { mlopsPlatform } from "../support/cli.ts";
import { examples } from "../support/examples.ts";
import { LocalCluster } from "./support/cluster.ts";
import { type Manifest, manifestsIn, podsOf } from "./support/manifestFiles.ts";
import { projectCopy } from "./support/projectCopy.ts";
import { PulumiHome } from "./support/pulumi.ts";
import { type Config, configOf, localOperators, merged } from "./support/stackConfig.ts";
import { cannotRun, type Toolchain, toolchain } from "./support/toolchain.ts";
import type { Update } from "./support/update.ts";

/** Kinds of platforms that have no CRD to install here: nobody checks them but the unit tests. */
const kindsWithoutCrd = ["Route"];

/** What the stub of H2O MLOps's chart makes. */
const shownValues = "v1 ConfigMap mlops mlops-values";

describe.skipIf(cannotRun())("rendering", () => {
  let tools: Toolchain;
  let cluster: LocalCluster;
  let home: PulumiHome;
  let project: string;

  beforeAll(async () => {
    tools = await toolchain();
    cluster = await LocalCluster.start(tools, { crds: ["cloudnative-pg", "barman-cloud", "envoy-gateway"] });
    home = new PulumiHome(tools);
    project = projectCopy(join(home.folder, "project"));
  });

  afterAll(async () => {
    home?.remove();
    await cluster?.stop();
  });

  describe("the dev stack with `pulumi up`", () => {
    let ours: Map<string, Manifest>;
    let theirs: Map<string, Manifest>;

    beforeAll(async () => {
      const update = await upInto("alone", {});
      expect(update.errors).toBe("");
      ours = manifestsIn(render("dev"));
      theirs = manifestsIn(join(project, "alone"));
    });

    it("needs no cluster, and writes the objects that `mlops-platform render` writes, field for field", () => {
      expect(ours.size).toBeGreaterThan(20);
      expect([...theirs.keys()].filter((id) => id !== shownValues).sort()).toEqual([...ours.keys()].sort());
      for (const [id, manifest] of ours) {
        expect(theirs.get(id), id).toEqual(asProviderWrites(manifest));
      }
    });

    it("writes the objects of H2O MLOps's chart, which get the values that `mlops-platform render` writes", () => {
      const { data } = theirs.get(shownValues) as Manifest & { data: Record<string, string> };
      const values = readFileSync(join(home.folder, "rendered/dev/helm/mlops/values.yaml"), "utf8");
      expect(JSON.parse(data["values.json"] ?? "")).toEqual(parse(values));
    });

    it("writes the objects of the operators' charts beside them where a cluster tells its version", async () => {
      const operators = localOperators(tools);
      const { errors } = await upInto("operators", { KUBECONFIG: cluster.kubeconfig }, { operators });
      expect(errors).toBe("");
      const others = [...manifestsIn(join(project, "operators"))].filter(([id]) => !theirs.has(id));
      const made = [...(await templated("cloudnativePg")), ...(await templated("barmanCloud"))];
      expect(others.map(([, manifest]) => kindAndName(manifest)).sort()).toEqual(made.map(kindAndName).sort());
    });

    // Without a cluster the provider takes Kubernetes for 1.20, which the operators' charts refuse. With
    // pulumi-kubernetes #4616, helm.v4.Chart can be told a version.
    it.fails("renders the operators' charts without a cluster", async () => {
      const { errors } = await upInto("operators-alone", {}, { operators: localOperators(tools) });
      expect(errors).toBe("");
    });
  });

  describe.each(examples)("the stack %s", (stack) => {
    let folder: string;
    let manifests: Manifest[];

    beforeAll(async () => {
      folder = render(stack);
      manifests = [...manifestsIn(folder).values()].filter(({ kind }) => !kindsWithoutCrd.includes(kind));
      await prepareNamespaces(manifests);
    });

    it("is accepted by the API server, strictly", async () => {
      expect(manifests.length).toBeGreaterThan(15);
      const { code, output } = await dryRun(["apply", "--validate=strict"], manifests);
      expect(output.split("\n").filter((line) => /error|forbidden|invalid|warning/i.test(line))).toEqual([]);
      expect(code).toBe(0);
    });

    it("starts pods that Pod Security `restricted` admits", async () => {
      const pods = manifests.flatMap(podsOf);
      expect(pods.length).toBeGreaterThan(2);
      const { code, output } = await dryRun(["create"], pods);
      expect(output).not.toContain("violates PodSecurity");
      expect(code).toBe(0);
    });

    it("has PostgreSQL objects that CloudNativePG's own webhook admits", async () => {
      const own = manifests.filter(({ apiVersion }) => apiVersion.startsWith("postgresql.cnpg.io/"));
      expect(own.map(({ kind }) => kind)).toContain("Cluster");
      const files = own.map(({ kind, metadata }) => `${kind.toLowerCase()}-${metadata.name}.yaml`);
      const output = await cluster.shell(`cd "${folder}/manifests/mlflow" && cnpg-validate ${files.join(" ")}`);
      expect(output).not.toMatch(/error|invalid/i);
    });
  });

  it("would be told of a pod that Pod Security refuses", async () => {
    const [pod] = [...manifestsIn(render("dev")).values()].flatMap(podsOf);
    const careless = { ...pod, spec: { containers: [{ name: "careless", image: "careless" }] } };
    const { output } = await dryRun(["create"], [careless]);
    expect(output).toContain("violates PodSecurity");
  });

  /** Puts the dev stack up with the provider in rendering mode. */
  async function upInto(name: string, env: Record<string, string>, more: Config = {}): Promise<Update> {
    const cluster = { renderTo: name, ...more };
    return (await home.stack(name, merged(configOf("dev"), { cluster }), env, project)).up();
  }

  /** Renders a stack with our own command; the folder it is in. */
  function render(stack: string): string {
    const out = join(home.folder, "rendered", stack);
    const { code, stderr } = mlopsPlatform(["render", stack, "--out", out]);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    return out;
  }

  /** What Helm itself makes of an operator's chart. */
  async function templated(operator: "cloudnativePg" | "barmanCloud"): Promise<Manifest[]> {
    const { chart: name } = charts[operator];
    const { chart } = localOperators(tools)[operator] as { chart: string };
    const text = await cluster.shell(`helm template ${name} "${chart}" --namespace cnpg-system`);
    return parseAllDocuments(text)
      .map((document): Manifest | null => document.toJS())
      .filter((manifest) => manifest !== null);
  }

  /** Namespaces that enforce `restricted`, with the service accounts that pods name: pods need both to be there. */
  async function prepareNamespaces(manifests: Manifest[]): Promise<void> {
    const names = new Set(manifests.map(({ metadata }) => metadata.namespace).filter((name) => name !== undefined));
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    const namespaces = [...names].map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } }));
    const accounts = manifests.filter(({ kind }) => kind === "ServiceAccount");
    await cluster.kubectl(["apply", "--filename", "-"], list([...namespaces, ...accounts]));
    for (const name of names) {
      await cluster.kubectl(["wait", "serviceaccount/default", "--for=create", "--timeout=30s", "--namespace", name]);
    }
  }

  function dryRun(command: string[], objects: object[]) {
    return cluster.tryKubectl([...command, "--dry-run=server", "--filename", "-"], list(objects));
  }
});

/** All in which the provider's rendering differs from ours: quantities in canonical form, no empty annotations. */
function asProviderWrites(manifest: Manifest): Manifest {
  return JSON.parse(JSON.stringify(manifest), (key, value) => {
    const [, mebibytes] = /^([1-9]\d*)Mi$/.exec(value) ?? [];
    const canonical = Number(mebibytes) % 1024 === 0 ? `${Number(mebibytes) / 1024}Gi` : value;
    return key === "annotations" && Object.keys(value).length === 0 ? undefined : canonical;
  });
}

function kindAndName({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.name}`;
}

function list(items: object[]): string {
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
}

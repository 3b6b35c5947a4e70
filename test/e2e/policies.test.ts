/**
 * The policy pack with the real engine: every failing case of every rule in one program, and one preview.
 *
 * Kubernetes has its real provider and API server; AWS, Google Cloud and Azure have doubles of their providers, and so
 * have Helm releases, whose charts are nowhere.
 */
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rules } from "../../policies/rules/families.ts";
import { cases } from "../policies/cases.ts";
import { examples } from "../support/examples.ts";
import { inputNames } from "./support/cloudDouble/inputNames.ts";
import { installCloudDoubles } from "./support/cloudDouble/install.ts";
import { LocalCluster } from "./support/cluster.ts";
import { projectCopy } from "./support/projectCopy.ts";
import { PulumiHome, type PulumiStack } from "./support/pulumi.ts";
import { type Config, configOf, documentedSecrets, merged } from "./support/stackConfig.ts";
import { cannotRun, toolchain } from "./support/toolchain.ts";

const canary = "canary-of-a-config-secret";
const rotated = "kms-key-rotated";

/** The engine does not tell a pack what is retained on delete: a render finds it. */
const seenByRendersAlone = ["stateful-resource-retained"];

/** Events line by line, which have what policies found; the digest of a preview leaves it out. */
const eventStream = { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" };

describe("inputs that a double takes", () => {
  it("are those of the SDK's class", () => {
    expect([...inputNames("aws:s3/bucketPolicy:BucketPolicy").known].toSorted()).toEqual([
      "bucket",
      "policy",
      "region",
    ]);
    expect(inputNames("gcp:serviceaccount/iAMMember:IAMMember").known).toContain("serviceAccountId");
    expect(inputNames("kubernetes:helm.sh/v3:Release").known).toContain("repositoryOpts");
  });

  it("have to be given where the class throws without them", () => {
    expect(inputNames("aws:s3/bucketPolicy:BucketPolicy").required).toEqual(["bucket", "policy"]);
    expect(inputNames("azure-native:storage:BlobContainer").required).toEqual(["accountName", "resourceGroupName"]);
  });

  it("are none of a type that the SDK does not have", () => {
    expect(() => inputNames("azure-native:storage:Bucket")).toThrow("no resource of type azure-native:storage:Bucket");
  });
});

describe.skipIf(cannotRun())("the policy pack with the engine", () => {
  let cluster: LocalCluster;
  let home: PulumiHome;
  let project: string;

  beforeAll(async () => {
    const tools = await toolchain();
    cluster = await LocalCluster.start(tools, {
      crds: ["barman", "cloudnative-pg", "envoy-gateway"],
      with: ["certManager", "clusterIssuers", "envoyGateway", "gateway", "openshift", "postgresOperators"],
    });
    await cluster.shell(`${documentedSecrets()}
      kubectl create namespace mlops
      kubectl create namespace telemetry
      kubectl -n telemetry create secret generic telemetry-database --from-literal=url=for-tests-only
    `);
    home = new PulumiHome(tools);
    installCloudDoubles(join(home.folder, "home"));
    project = projectCopy(join(home.folder, "project"));
  });

  afterAll(async () => {
    home?.remove();
    await cluster?.stop();
  });

  /** A stack of the program of cases; its file is in the project, too, where the pack looks for it. */
  async function stackOfCases(name: string, env: Record<string, string> = {}): Promise<PulumiStack> {
    const program = join(project, "test/e2e/support/casesProgram");
    const stack = await home.stack(name, {}, { KUBECONFIG: cluster.kubeconfig, ...env }, program);
    symlinkSync(join(home.folder, `Pulumi.${name}.yaml`), join(project, `Pulumi.${name}.yaml`));
    return stack;
  }

  const withPack = () => ["--policy-pack", join(project, "policies")];

  describe("and every failing case", () => {
    let shown: string;

    beforeAll(async () => {
      const stack = await stackOfCases("cases");
      await stack.setSecret("canary", canary);
      shown = await stack.shown("preview", ...withPack());
    });

    it("names each rule at a resource of each of its cases, and fails", () => {
      const found = new Set(violations(shown).map(({ level, rule, name }) => `${level} ${rule} ${name}`));
      const judged = cases.filter(({ rule }) => !seenByRendersAlone.includes(rule));
      const unseen = judged.flatMap(({ rule, fails }) =>
        fails
          .filter((resources) => !resources.some(({ name }) => found.has(`mandatory ${rule} ${name}`)))
          .map((resources) => `${rule}: ${resources.map(({ name }) => name).join(", ")}`),
      );
      expect(unseen, shown.slice(-2000)).toEqual([]);
      expect(new Set(violations(shown).map(({ rule }) => rule))).toEqual(new Set(judged.map(({ rule }) => rule)));
      expect(shown).toContain("error: preview failed");
    });

    it("says how severe it is, what has to hold, and how to fix it", () => {
      const { name, severity, what, fix } = rules.find((rule) => rule.name === rotated) ?? { name: "", fix: "" };
      const [line = ""] = shown.split("\n").filter((text) => text.includes(`${name}  (aws:kms:Key: ${name})`));
      expect(line).toContain(`[mandatory] [severity: ${severity}]`);
      expect(shown).toContain(what);
      expect(shown).toContain(fix);
    });

    it("prints no secret", () => {
      expect(shown).toContain("container-secrets-referenced");
      expect(shown).not.toContain(canary);
    });
  });

  describe("and the settings of a stack", () => {
    let stack: PulumiStack;

    beforeAll(async () => {
      stack = await stackOfCases("settings", eventStream);
    });

    async function preview(policies: Config, extra: Config[] = []) {
      stack.configure({ canary, only: [rotated], extra, policies });
      return stack.preview(...withPack());
    }

    it("fails for a mandatory rule", async () => {
      const { succeeded, output } = await preview({});
      expect(succeeded).toBe(false);
      expect(events(output, rotated)).toEqual([
        { name: rotated, level: "mandatory" },
        { name: `${rotated}-2`, level: "mandatory" },
      ]);
    });

    it("names what is advisory, and goes on", async () => {
      const { succeeded, output } = await preview({ levels: { all: "advisory" } });
      expect(succeeded).toBe(true);
      expect(events(output, rotated)).toContainEqual({ name: rotated, level: "advisory" });
    });

    it("lets pass what an exception covers, and nothing else", async () => {
      const exception = { rule: rotated, urn: `*::${rotated}`, reason: "rotated by hand until it is replaced" };
      const { succeeded, output } = await preview({ exceptions: [{ ...exception, until: "2099-12-31" }] });
      expect(succeeded).toBe(false);
      expect(events(output, rotated)).toEqual([{ name: `${rotated}-2`, level: "mandatory" }]);
    });

    it("says when an exception has ended", async () => {
      const exception = { rule: rotated, urn: `*::${rotated}`, reason: "rotated by hand until it is replaced" };
      const { output } = await preview({ exceptions: [{ ...exception, until: "2026-01-31" }] });
      expect(events(output, rotated), output).toHaveLength(2);
      expect(output).toContain("ended on 2026-01-31.");
    });

    it("refuses the name of no rule, and tells the nearest", async () => {
      const { succeeded, output } = await preview({ levels: { "kms-key-rotatd": "advisory" } });
      expect(succeeded).toBe(false);
      expect(output).toContain(`the name ${rotated}`);
    });

    it("is not asked of inputs that the SDK does not have: the double refuses them", async () => {
      const { succeeded, output } = await preview({ levels: { all: "disabled" } }, [
        { type: "aws:s3/bucket:Bucket", name: "misspelt", inputs: { forceDestory: true } },
      ]);
      expect(succeeded).toBe(false);
      expect(output).toContain("aws:s3/bucket:Bucket has no input of this name");
    });
  });

  // Rendering holds `dev`, `onprem` and `local` to the rules: `dev` reaches no cluster, the secrets in the file of `onprem`
  // are encrypted for a stack of their own, and those of `local` are not set (secretsCommand.test.ts sets them).
  it.each(examples.filter((name) => !["dev", "onprem", "local"].includes(name)))(
    "finds nothing wrong with the example stack %s, as a user runs it",
    async (name) => {
      const config = configOf(name);
      // Charts of operators and of the vendor would come from the network.
      const chart = { kind: "local", path: "examples/charts/mlops-stub", repository: undefined, name: undefined };
      const onCluster = merged(config, {
        cluster: { kubeconfig: cluster.kubeconfig, operators: undefined },
        ...(config.gateway !== undefined && { gateway: { controller: undefined } }),
        ...(config.mlops !== undefined && { mlops: { chart: { ...chart, version: undefined } } }),
      });
      const stack = await home.stack(name, onCluster, {}, project);
      const shown = await stack.shown("preview", "--policy-pack", "policies");
      expect(shown, shown).toContain("mlops-platform@v");
      expect(shown).toContain("kubernetes:postgresql.cnpg.io/v1:Cluster");
      expect(violations(shown), shown).toEqual([]);
    },
  );
});

interface Violation {
  level: string;
  rule: string;
  type: string;
  name: string;
}

/** What people see: `- [mandatory] [severity: low]  rule  (aws:s3:Bucket: name)`. */
function violations(shown: string): Violation[] {
  const line = /- \[(\w+)\] \[severity: \w+\] +(\S+) +\((\S+): (\S+)\)/g;
  return [...shown.matchAll(line)].map(([, level = "", rule = "", type = "", name = ""]) => ({
    level,
    rule,
    type,
    name,
  }));
}

/** What programs see of one rule, by name of the resource. */
function events(output: string, rule: string): { name: string; level: string }[] {
  return output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .flatMap((line) => JSON.parse(line).policyEvent ?? [])
    .filter(({ policyName }) => policyName === rule)
    .map(({ resourceUrn, enforcementLevel }) => ({ name: resourceUrn.split("::").at(-1), level: enforcementLevel }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

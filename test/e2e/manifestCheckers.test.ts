/**
 * Rendered manifests held to scanners that others wrote: checkov, kube-score, kubeconform. Pod Security admission is in
 * rendering.test.ts, on a real API server. docs/exemptions.md lists what is accepted.
 */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { type ScannerExemption, scannerExemptions } from "../../components/kubernetes/scannerExemptions.ts";
import { Telemetry } from "../../components/telemetry/telemetry.ts";
import { temporaryFolder } from "../support/cli.ts";
import { examples } from "../support/examples.ts";
import { stack } from "../support/stack.ts";
import { telemetryArgs } from "../support/telemetryArgs.ts";
import { breakages, type PodSpec } from "./support/breakages.ts";
import { checkers } from "./support/checkers.ts";
import { checkov, type Findings } from "./support/checkov.ts";
import { Kubeconform } from "./support/kubeconform.ts";
import { kubeScore, type Score } from "./support/kubeScore.ts";
import { type Manifest, manifestsIn } from "./support/manifestFiles.ts";
import { render } from "./support/render.ts";
import { annotatedExemptions, listedExemptions } from "./support/scannerExemptions.ts";
import { cannotRun, toolchain } from "./support/toolchain.ts";

/** Kinds of platforms that have no CRD here. */
const kindsWithoutSchema = ["Route"];

const programs = await checkers();
const known: ScannerExemption[] = Object.values(scannerExemptions);

/** Every stack's manifests in a folder of its name, and a folder of broken copies. */
let rendered: string;
let broken: string;

beforeAll(() => {
  rendered = temporaryFolder();
  broken = join(rendered, "broken");
  for (const stack of examples) {
    render(stack, join(rendered, stack));
  }
  writeBrokenCopies();
});

it("accept what docs/exemptions.md lists, no more and no less", async () => {
  const manifests = examples.flatMap((stack) => [...manifestsIn(join(rendered, stack)).values()]);
  const { resources } = await stack(() => {
    new Telemetry("telemetry", telemetryArgs);
  });
  expect(annotatedExemptions([...manifests, ...resources.map(({ inputs }) => inputs)])).toEqual(listedExemptions());
});

describe.skipIf(programs.checkov === undefined)("checkov", () => {
  const { checkov: program = "" } = programs;
  let findings: Findings;

  beforeAll(async () => {
    findings = await checkov(program, { folder: rendered, framework: "kubernetes" });
  });

  it.each(examples)("finds nothing in the stack %s", (stack) => {
    const passed = findings.passed.filter(({ file }) => file.startsWith(`${stack}/`));
    expect(passed.length).toBeGreaterThan(150);
    expect(findings.failed.filter(({ file }) => file.startsWith(`${stack}/`))).toEqual([]);
  });

  it("skips what is waived, for the reasons given", () => {
    const reasons = new Map(known.flatMap(({ checkov: ids = [], reason }) => ids.map((id) => [id, reason])));
    expect(findings.skipped.length).toBeGreaterThan(examples.length);
    for (const { check, reason } of findings.skipped) {
      expect(reason, check).toBe(reasons.get(check));
    }
  });

  it.each(breakages)("finds the broken copy: $name", ({ name, checkov: check }) => {
    const found = findings.failed.filter(({ file }) => file === `broken/${name}.yaml`);
    expect(found.map((finding) => finding.check)).toContain(check);
  });
});

describe.skipIf(programs.kubeScore === undefined)("kube-score", () => {
  const { kubeScore: program = "" } = programs;

  it.each(examples)("finds nothing in the stack %s", async (stack) => {
    const scores = await kubeScore(program, yamlFiles(join(rendered, stack, "manifests")));
    expect(having("passed", scores).length).toBeGreaterThan(40);
    expect(having("failed", scores)).toEqual([]);
  });

  it("ignores what is waived, and nothing else", async () => {
    const scores = await Promise.all(
      examples.map((stack) => kubeScore(program, yamlFiles(join(rendered, stack, "manifests")))),
    );
    const ids = known.flatMap(({ kubeScore: tests = [] }) => tests);
    const ignored = having("ignored", scores.flat());
    expect(ignored.length).toBeGreaterThan(examples.length);
    expect(ignored.filter(({ test }) => !ids.includes(test))).toEqual([]);
  });

  it.each(breakages.filter(({ kubeScore }) => kubeScore !== undefined))(
    "finds the broken copy: $name",
    async ({ name, kubeScore: test }) => {
      const failed = having("failed", await kubeScore(program, [join(broken, `${name}.yaml`)]));
      expect(failed.map((score) => score.test)).toContain(test);
    },
  );

  it("finds a pod that no network policy selects", async () => {
    const folder = join(rendered, "dev/manifests");
    const files = yamlFiles(folder).filter((file) => !file.includes("networkpolicy-mlflow.yaml"));
    const failed = having("failed", await kubeScore(program, files));
    expect(failed.map(({ test, object }) => `${test} ${object}`)).toContain(
      "pod-networkpolicy Deployment/apps/v1/mlflow/mlflow",
    );
  });
});

describe.skipIf(cannotRun())("kubeconform", () => {
  let conform: Kubeconform;

  beforeAll(async () => {
    conform = new Kubeconform(await toolchain(), join(temporaryFolder(), "schemas"));
  });

  it.each(examples)(
    "finds every object of the stack %s valid, by schemas without room for other fields",
    async (stack) => {
      const { valid, problems } = await conform.check(join(rendered, stack, "manifests"), {
        leaveOut: kindsWithoutSchema,
      });
      expect(problems).toEqual([]);
      expect(valid).toBeGreaterThan(15);
    },
  );

  it.each([
    ["Deployment", "mlflow", "imagePulPolicy"],
    ["ObjectStore", "mlflow-pg", "configuratoin"],
    ["ServiceMonitor", "mlflow", "endpoint"],
    ["Cluster", "mlflow-pg-v1", "instance"],
  ])("finds a field of %s that there is none of", async (kind, name, field) => {
    const manifest = manifestOf(kind, name);
    const folder = temporaryFolder();
    writeFileSync(join(folder, "broken.yaml"), stringify({ ...manifest, spec: { ...manifest.spec, [field]: "x" } }));
    const { valid, problems } = await conform.check(folder, { leaveOut: [] });
    expect(valid).toBe(0);
    expect(problems.join()).toContain(field);
  });
});

function writeBrokenCopies(): void {
  mkdirSync(broken);
  for (const { name, breakIt } of breakages) {
    const copy = structuredClone(manifestOf("Deployment", "mlflow"));
    breakIt(copy.spec?.template?.spec as PodSpec);
    writeFileSync(join(broken, `${name}.yaml`), stringify(copy));
  }
}

function manifestOf(kind: string, name: string): Manifest {
  const found = [...manifestsIn(join(rendered, "dev")).values()].find(
    ({ kind: other, metadata }) => other === kind && metadata.name === name,
  );
  if (found === undefined) {
    throw new Error(`the stack dev has no ${kind} ${name}`);
  }
  return found;
}

function yamlFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}

function having(verdict: Score["verdict"], scores: Score[]): Score[] {
  return scores.filter((score) => score.verdict === verdict);
}

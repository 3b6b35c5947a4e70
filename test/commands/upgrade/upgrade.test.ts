import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import planSchema from "../../../docs/plan.schema.json" with { type: "json" };
import { mlopsPlatform } from "../../support/cli.ts";
import { filesBelow, modeOf, workspace } from "../../support/upgrades.ts";

const values = "# Ours.\ndeploymentEnvironment:\n  corsOrigin: https://mlops.example.com   # the UI\nother: 1\n";
const deployments = "deployments:\n- {name: churn, image: registry.example.com/rest-scorer:1.5.2, replicas: 1}\n";
const step = ["--from", "0.67", "--to", "0.68"];

describe("mlops-platform upgrade", () => {
  it("writes the files of each release after the first, and the plan", () => {
    const { folder, upgrade, read } = workspace({ values, deployments });
    expect(upgrade("--from", "0.67", "--to", "0.69.0", "--out", "up").code).toBe(0);
    expect(filesBelow(join(folder, "up"))).toEqual([
      "0.68.0/deployments.yaml",
      "0.68.0/values.yaml",
      "0.69.0/deployments.yaml",
      "0.69.0/values.yaml",
      "plan.json",
      "plan.md",
    ]);
    expect(read("up/0.68.0/values.yaml")).toMatch(/^# Ours\.\n/);
    expect(read("up/0.68.0/values.yaml")).toContain("allowedOrigin: https://mlops.example.com");
    expect(read("up/0.69.0/deployments.yaml")).toContain("rest-scorer:1.5.3");
    expect(read("up/plan.md")).toMatch(/^# H2O MLOps: 0\.67\.0 to 0\.69\.0\n/);
  });

  it("writes only files that were given", () => {
    const { folder, upgrade } = workspace();
    upgrade(...step, "--out", "up");
    expect(filesBelow(folder)).toEqual(["up/plan.json", "up/plan.md"]);
  });

  it("writes files with secrets readable by their owner only", () => {
    const { folder, upgrade } = workspace({ values, deployments });
    upgrade(...step, "--out", "up");
    expect(modeOf(join(folder, "up/0.68.0/values.yaml"))).toBe(0o600);
    expect(modeOf(join(folder, "up/0.68.0/deployments.yaml"))).toBe(0o600);
  });

  it("writes nothing without --out", () => {
    const { folder, upgrade } = workspace({ values });
    expect(upgrade(...step)).toMatchObject({ code: 0, stderr: "" });
    expect(filesBelow(folder)).toEqual(["values.yaml"]);
  });

  it("writes nothing in a dry run, and lists what it would write", () => {
    const { folder, upgrade } = workspace({ values });
    const { code, stderr } = upgrade(...step, "--out", "up", "--dry-run");
    expect(code).toBe(0);
    expect(stderr).toBe("Would write to up:\n  plan.md\n  plan.json\n  0.68.0/values.yaml\n");
    expect(filesBelow(folder)).toEqual(["values.yaml"]);
  });

  it("replaces what an earlier run wrote", () => {
    const { folder, upgrade } = workspace({ values });
    upgrade("--from", "0.66", "--to", "0.68", "--out", "up");
    expect(upgrade(...step, "--out", "up").code).toBe(0);
    expect(filesBelow(folder)).toEqual(["up/0.68.0/values.yaml", "up/plan.json", "up/plan.md", "values.yaml"]);
  });

  it("writes the same bytes twice", () => {
    const { upgrade, read } = workspace({ values, deployments });
    const files = () => ["plan.json", "plan.md", "0.68.0/values.yaml"].map((path) => read(`up/${path}`));
    upgrade(...step, "--out", "up");
    const first = files();
    upgrade(...step, "--out", "up");
    expect(files()).toEqual(first);
  });

  it("reads standard input if the file is a dash", () => {
    const { stdout } = mlopsPlatform(["upgrade", "h2o-mlops", ...step, "--values", "-", "--format", "json"], {
      input: values,
    });
    expect(JSON.parse(stdout).releases[0].changes[0]).toMatchObject({ path: "deploymentEnvironment.corsOrigin" });
  });

  it("does nothing between a release and itself", () => {
    const { upgrade } = workspace({ values });
    expect(upgrade("--from", "0.68", "--to", "v0.68.2")).toMatchObject({
      code: 0,
      stdout: "H2O MLOps, 0.68.0 to 0.68.0: nothing to do.\n",
    });
  });

  it("exits with 3 if there are blockers, and still writes everything", () => {
    const { folder, upgrade } = workspace({ values: "securityOptions: [1]\n" });
    const { code, stdout } = upgrade(...step, "--out", "up");
    expect(code).toBe(3);
    expect(stdout).toContain("Answer it with securityOptions in the answers file.");
    expect(filesBelow(join(folder, "up"))).toEqual(["0.68.0/values.yaml", "plan.json", "plan.md"]);
    writeFileSync(join(folder, "answers.yaml"), "securityOptions: {1: PASSPHRASE_HASH_TYPE_PLAINTEXT}\n");
    expect(upgrade(...step, "--answers", "answers.yaml").code).toBe(0);
  });

  it("does not fail for unconfirmed gates", () => {
    const { upgrade } = workspace();
    const { code, stdout } = upgrade("--from", "0.66", "--to", "0.67");
    expect(stdout).toContain("[ ] gateway-api: ");
    expect(code).toBe(0);
  });
});

describe("--format", () => {
  it("decides what is on standard output; written files are listed on standard error", () => {
    const { upgrade } = workspace({ values });
    for (const format of ["text", "json", "markdown", "sarif"]) {
      const { stdout, stderr } = upgrade(...step, "--out", "up", "--format", format);
      expect(stderr).toBe("Wrote to up:\n  plan.md\n  plan.json\n  0.68.0/values.yaml\n");
      expect(stdout).not.toContain("Wrote to");
    }
  });

  it("json is plan.json, and valid against the published schema", () => {
    const { upgrade, read } = workspace({ values, deployments });
    const { stdout } = upgrade("--from", "0.66", "--to", "1.1", "--out", "up", "--format", "json");
    expect(stdout).toBe(read("up/plan.json"));
    const validate = new Ajv2020().compile(planSchema);
    validate(JSON.parse(stdout));
    expect(validate.errors).toBeNull();
    validate({ product: "h2o-mlops" });
    expect(validate.errors).not.toBeNull();
  });

  it("markdown is plan.md", () => {
    const { upgrade, read } = workspace({ values });
    expect(upgrade(...step, "--out", "up", "--format", "markdown").stdout).toBe(read("up/plan.md"));
  });

  it("sarif points to the line of the values", () => {
    const { upgrade } = workspace({ values });
    const [run] = JSON.parse(upgrade(...step, "--format", "sarif").stdout).runs;
    const moved = run.results.find(
      ({ ruleId }: { ruleId: string }) => ruleId === "0.68.0/move/deploymentEnvironment.corsOrigin",
    );
    expect(moved.locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri: "values.yaml" },
      region: { startLine: 3 },
    });
  });

  it("text has no colours unless standard output is a terminal", () => {
    expect(workspace({ values }).upgrade(...step).stdout).not.toContain("\u001b");
  });
});

describe("--diff", () => {
  it("shows the changed lines", () => {
    const { stdout } = workspace({ values }).upgrade(...step, "--diff");
    expect(stdout).toMatch(/^--- given\/values\.yaml\n\+\+\+ 0\.68\.0\/values\.yaml\n@@/);
    expect(stdout).toContain("\n-  corsOrigin: https://mlops.example.com   # …\n");
    expect(stdout).toContain("\n+maxDeploymentReplicas: 5\n");
    expect(stdout).toContain("\n other: [secret]\n");
  });
});

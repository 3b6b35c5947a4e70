import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { secretPlaceholder } from "../../../config/stackFiles.ts";
import { UNKNOWN } from "../../../graph/inputs.ts";
import { mlopsPlatform, root, temporaryFolder } from "../../support/cli.ts";
import { examples } from "../../support/examples.ts";

/** Every file below a folder with its content. */
function contents(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    paths.map(({ parentPath, name }) => [
      join(parentPath, name).slice(folder.length + 1),
      readFileSync(join(parentPath, name), "utf8"),
    ]),
  );
}

function renderTo(stack: string, cwd = root) {
  const out = join(temporaryFolder(), "out");
  const result = mlopsPlatform(["render", stack, "--out", out], { cwd });
  return { ...result, out, files: existsSync(out) ? contents(out) : {} };
}

/** A copy of the dev stack's files with a change to its text. */
function devWith(change: (text: string) => string): string {
  const folder = temporaryFolder();
  cpSync(join(root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  cpSync(join(root, "examples"), join(folder, "examples"), { recursive: true });
  writeFileSync(join(folder, "Pulumi.dev.yaml"), change(readFileSync(join(root, "Pulumi.dev.yaml"), "utf8")));
  return folder;
}

describe.each(examples)("rendering the stack %s", (stack) => {
  let files: Record<string, string>;

  beforeAll(() => {
    const { code, stderr, files: written } = renderTo(stack);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    files = written;
  });

  it("writes a file for every Kubernetes object, named after it", () => {
    for (const [path, content] of Object.entries(files).filter(([path]) => path.startsWith("manifests/"))) {
      const { kind, metadata } = parse(content);
      expect(path).toBe(`manifests/${metadata.namespace ?? "_cluster"}/${kind.toLowerCase()}-${metadata.name}.yaml`);
    }
  });

  it("has a value for every output and shows no secret", () => {
    const all = Object.values(files).join("\n");
    expect(all).not.toContain(UNKNOWN);
    expect(all).not.toContain(secretPlaceholder);
  });

  it("deploys MLflow, its database and its backups", () => {
    const kinds = Object.keys(files).flatMap((path) => /^manifests\/mlflow\/([a-z]+)-/.exec(path)?.[1] ?? []);
    expect(kinds).toEqual(
      expect.arrayContaining(["deployment", "cluster", "scheduledbackup", "objectstore", "networkpolicy"]),
    );
  });
});

describe("mlops-platform render", () => {
  it("writes every file of the contract", () => {
    const { files, stdout } = renderTo("onprem");
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        "helm/cloudnative-pg/values.yaml",
        "helm/cloudnative-pg/release.yaml",
        "resources.json",
        "findings.json",
        "index.html",
      ]),
    );
    const [stackResource] = JSON.parse(files["resources.json"] ?? "").filter(
      ({ type }: { type: string }) => type === "pulumi:pulumi:Stack",
    );
    expect(Object.keys(stackResource)).toEqual([
      "urn",
      "type",
      "name",
      "parent",
      "dependsOn",
      "protect",
      "retainOnDelete",
      "inputs",
    ]);
    expect(files["index.html"]).toContain("<svg");
    expect(stdout).toMatch(/^Stack onprem: \d+ resources\n/);
  });

  it("writes a cloud's resources to a file of their own", () => {
    const { files } = renderTo("aws");
    const resources = JSON.parse(files["cloud/aws.json"] ?? "[]");
    expect(resources.map(({ type }: { type: string }) => type)).toContain("aws:s3/bucket:Bucket");
    expect(Object.keys(resources[0])).toEqual(["type", "name", "inputs"]);
  });

  it("gives identities no wildcard but the end of a granted prefix", () => {
    const resources: { inputs: { policy?: string; assumeRolePolicy?: string } }[] = JSON.parse(
      renderTo("aws").files["cloud/aws.json"] ?? "",
    );
    const statements = resources
      .flatMap(({ inputs }) => [inputs.policy, inputs.assumeRolePolicy])
      .flatMap((policy) => (policy ? JSON.parse(policy).Statement : []))
      .filter(({ Effect }) => Effect === "Allow");
    expect(statements.length).toBeGreaterThanOrEqual(6);
    for (const { Action, Principal, Resource, Condition } of statements) {
      expect(JSON.stringify([Action, Principal])).not.toContain("*");
      expect(JSON.stringify([Resource, Condition]).replaceAll('/*"', '"')).not.toContain("*");
    }
  });

  it("writes the same bytes twice", () => {
    expect(renderTo("onprem").files).toEqual(renderTo("onprem").files);
  });

  it("masks each value of a Secret and keeps its keys, so that an API server still accepts it", () => {
    const { files } = renderTo("onprem");
    expect(parse(files["manifests/mlflow/secret-mlflow-credentials.yaml"] ?? "")).toMatchObject({
      kind: "Secret",
      stringData: {
        username: "[secret]",
        password: "[secret]",
        "flask-secret-key": "[secret]",
        "kek-passphrase": "[secret]",
      },
    });
  });

  it("prints a machine-readable summary with --format json", () => {
    const out = join(temporaryFolder(), "out");
    const { stdout } = mlopsPlatform(["render", "dev", "--out", out, "--format", "json"]);
    expect(JSON.parse(stdout)).toMatchObject({ stack: "dev", out, files: expect.arrayContaining(["resources.json"]) });
  });

  it("prints the changes since an earlier render", () => {
    const base = renderTo("dev").out;
    const folder = devWith((text) =>
      text.replace("instances: 1", "instances: 3").replace("mlops-dev-backups", "mlops-dev-backup"),
    );
    const { stdout } = mlopsPlatform(["render", "dev", "--base", base, "--out", join(folder, "out")], { cwd: folder });
    expect(stdout).toMatch(/changed {3}Cluster mlflow-pg-v1: .*spec\.instances/);
    expect(stdout).toMatch(/replaced {2}Job object-store-backups-bucket: /);
    expect(mlopsPlatform(["render", "dev", "--base", base, "--out", join(folder, "same")]).stdout).toContain(
      "Nothing changed against the base.",
    );
  });

  it("replaces an earlier render, and nothing else", () => {
    const out = join(temporaryFolder(), "out");
    mkdirSync(out);
    writeFileSync(join(out, "precious.txt"), "mine");
    const refused = mlopsPlatform(["render", "dev", "--out", out]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("holds files that are not a render") });
    expect(contents(out)).toEqual({ "precious.txt": "mine" });
  });

  it("refuses a file in place of a folder", () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "mine");
    const refused = mlopsPlatform(["render", "dev", "--out", file]);
    expect(refused).toMatchObject({ code: 1, stderr: `${file} is a file: name a folder with --out.\n` });
    expect(readFileSync(file, "utf8")).toBe("mine");
  });

  it.each([
    [
      "a wrong config",
      () => devWith((text) => text.replace("instances: 1", "instances: one")),
      ["render", "dev"],
      "mlflow.database.instances",
    ],
    [
      "a secret in plain text, which it does not show",
      () =>
        devWith((text) =>
          text.replace(
            "{ kind: existing, secretName: mlflow-pg-owner }",
            "{ kind: configured, password: canary-password }",
          ),
        ),
      ["render", "dev"],
      "fix       pulumi config set --secret --path 'mlops-platform:mlflow.database.credentials.password' --stack dev",
    ],
    [
      "a platform without settings",
      () => devWith((text) => text.replace(/mlops-platform:mlops:\n( {4}.*\n)+/, "mlops-platform:mlops: {}\n")),
      ["render", "dev"],
      "fix       pulumi config rm --path 'mlops-platform:mlops' --stack dev",
    ],
    [
      "labels without settings",
      () => devWith((text) => text.replace(/labels: .*/, "labels: {}")),
      ["render", "dev"],
      "fix       pulumi config rm --path 'mlops-platform:labels' --stack dev",
    ],
    [
      "an alias of nothing",
      () => devWith((text) => text.replace("{ name: mlops-dev-backups }", "*none")),
      ["render", "dev"],
      "expected an anchor &none before it, found *none at line 14.",
    ],
    ["a stack that does not exist", () => root, ["render", "nowhere"], 'There is no stack "nowhere" here'],
    ["a base that is no render", () => root, ["render", "dev", "--base", "docs"], "--base docs is not a render"],
    ["no stack", () => root, ["render"], "missing required argument 'stack'"],
    ["an unknown format", () => root, ["render", "dev", "--format", "xml"], "Allowed choices are text, json"],
    ["a misspelt command", () => root, ["rendr", "dev"], "Did you mean render?"],
  ])("refuses %s with exit code 1 and writes nothing", (_case, folder, args, message) => {
    const cwd = folder();
    const out = join(temporaryFolder(), "out");
    const result = mlopsPlatform([...args, "--out", out], { cwd });
    expect(result).toMatchObject({ code: 1, stdout: "" });
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toContain("canary");
    expect(existsSync(out)).toBe(false);
  });
});

/** Messages of a program in a render: those of an upgrade of H2O MLOps. */
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { secretPlaceholder } from "../../../config/stackFiles.ts";
import { mlopsPlatform, root, temporaryFolder } from "../../support/cli.ts";

const answers = { mtls: "none", securityOptions: { 1: "PASSPHRASE_HASH_TYPE_PLAINTEXT" } };
const urn = "urn:pulumi:only::mlops-platform::mlops-platform:mlops:MlopsRelease::mlops";

/** Folder of a stack that deploys 0.70 from values of 0.67. */
function stackFolder(given: object): string {
  const cwd = temporaryFolder();
  const config = {
    "mlops-platform:domain": "example.com",
    "mlops-platform:labels": { owner: "ml", environment: "test" },
    "mlops-platform:objectStore": {
      kind: "s3",
      endpoint: "https://minio.example.com",
      buckets: { artifacts: { kind: "existing", name: "models" }, backups: { kind: "existing", name: "backups" } },
      credentials: { kind: "existing", secretName: "object-store-keys" },
    },
    "mlops-platform:mlops": {
      namespace: { name: "mlops" },
      chart: { kind: "local", path: join(root, "examples/charts/mlops-stub") },
      release: "0.70",
      valuesRelease: "0.67",
      values: { tls: true, securityOptions: [1], own: { password: { secure: "v1:canary" } } },
      serviceAccounts: { storage: "mlops-storage" },
      answers: given,
    },
  };
  cpSync(join(root, "Pulumi.yaml"), join(cwd, "Pulumi.yaml"));
  writeFileSync(join(cwd, "Pulumi.only.yaml"), stringify({ config }));
  return cwd;
}

function render(given: object, ...args: string[]) {
  const cwd = stackFolder(given);
  const result = mlopsPlatform(["render", "only", "--out", "out", ...args], { cwd });
  return {
    ...result,
    has: (path: string) => existsSync(join(cwd, "out", path)),
    file: (path: string) => readFileSync(join(cwd, "out", path), "utf8"),
  };
}

describe("a render of an upgrade", () => {
  it("prints the number of its notices, and the file with them", () => {
    const { code, stdout, stderr, file } = render(answers);
    const { policies, messages } = JSON.parse(file("findings.json"));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(policies).toEqual([]);
    expect(messages).toContainEqual({
      severity: "warning",
      urn,
      message: expect.stringMatching(
        /^h2o-mlops 0\.68\.0 fabric8 \(info\): .* \(H2O MLOps migration guide, "Key changes"\)$/,
      ),
      notice: expect.objectContaining({ product: "h2o-mlops", release: "0.68.0", id: "fabric8", severity: "info" }),
    });
    expect(stdout).toContain(`\n${messages.length} notices; see out/index.html.\n`);
    expect(file("index.html")).toContain("<li>h2o-mlops 0.68.0 fabric8 (info): ");
    expect(file("findings.json")).not.toContain(secretPlaceholder);
  });

  it("also has them in its machine-readable summary", () => {
    const { stdout, file } = render(answers, "--format", "json");
    expect(JSON.parse(stdout).messages).toEqual(JSON.parse(file("findings.json")).messages);
  });

  it("writes the same bytes twice", () => {
    const [one, two] = [render(answers), render(answers)];
    for (const path of ["findings.json", "index.html"]) {
      expect(one.file(path)).toBe(two.file(path));
    }
  });

  it("exits with 3 where a message blocks the stack, prints it in full, and writes everything", () => {
    const { code, stdout, stderr, file } = render({ mtls: "none" });
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /^error: MlopsRelease "mlops" cannot go from 0\.67\.0 to 0\.70\.0\.\n {2}0\.68\.0 security-options /,
    );
    expect(stdout).toContain("\n1 error; see out/index.html.\n");
    expect(parse(file("helm/mlops/values.yaml"))).toMatchObject({ maxDeploymentReplicas: 5 });
    expect(JSON.parse(file("findings.json")).messages).toContainEqual({
      severity: "error",
      urn,
      message: expect.stringContaining("Answer it with answers.securityOptions."),
    });
    expect(file("index.html")).toContain("<strong>Error.</strong> MlopsRelease");
  });

  it("exits with 1 for bad input, and writes nothing", () => {
    const { code, has } = render({ mtls: "perhaps" });
    expect(code).toBe(1);
    expect(has("resources.json")).toBe(false);
  });
});

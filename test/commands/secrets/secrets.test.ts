/** The command with a stand-in for the Pulumi CLI. With the real one it is in test/e2e/secretsCommand.test.ts. */
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { root, temporaryFolder } from "../../support/cli.ts";

/** Keeps its arguments and what it reads, and fails where it is told to. */
const standIn = `#!/bin/sh
printf '%s\\n' "$*" >> calls.txt
cat >> values.txt
echo >> values.txt
[ ! -e fail ] || { echo "error: no stack named 'local' found" >&2; exit 255; }
`;

const paths = [
  "objectStore.credentials.accessKeyId",
  "objectStore.credentials.secretAccessKey",
  "mlflow.credentials.adminPassword",
  "mlflow.credentials.flaskSecretKey",
  "mlflow.credentials.kekPassphrase",
  "mlflow.database.credentials.password",
];

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  for (const file of ["Pulumi.yaml", "Pulumi.local.yaml", "Pulumi.onprem.yaml"]) {
    cpSync(join(root, file), join(folder, file));
  }
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/pulumi"), standIn);
  chmodSync(join(folder, "bin/pulumi"), 0o755);
});

function secrets(args: string[], { input = "", path = [join(folder, "bin"), process.env.PATH].join(delimiter) } = {}) {
  const argv = [join(root, "commands/main.js"), "secrets", ...args];
  const env = { ...process.env, PATH: path };
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: folder, encoding: "utf8", input, env });
  return { code: status, stdout, stderr };
}

const written = (file: string) => readFileSync(join(folder, file), "utf8").trimEnd().split("\n");

describe("mlops-platform secrets", () => {
  it("generates all secrets of the stack local without asking", () => {
    const { code, stdout, stderr } = secrets(["local", "--generate"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(paths.map((path) => `made  ${path}\n`).join(""));
    expect(new Set(written("values.txt")).size).toBe(paths.length);
  });

  it("passes values to the CLI through a pipe, and shows none", () => {
    const given = paths.map((path, index) => `${path}=canary-of-the-test-${index}`);
    const { code, stdout, stderr } = secrets(["local"], { input: given.join("\n") });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(paths.map((path) => `set   ${path}\n`).join(""));
    expect(written("values.txt")).toEqual(paths.map((_path, index) => `canary-of-the-test-${index}`));
    expect(written("calls.txt")[0]).toBe(
      `config set --secret --path mlops-platform:${paths[0]} --stack local --non-interactive`,
    );
    expect(written("calls.txt").join()).not.toContain("canary");
  });

  it("stores nothing if some are missing, and names them all", () => {
    const { code, stderr } = secrets(["local"], { input: `${paths[2]}=short` });
    expect(code).toBe(1);
    expect(paths.filter((path) => !stderr.includes(`  ${path}\n`))).toEqual([]);
    expect(existsSync(join(folder, "calls.txt"))).toBe(false);
  });

  it("does nothing if all are set", () => {
    const path = join(folder, "Pulumi.onprem.yaml");
    const text = readFileSync(path, "utf8");
    const set = (keys: string[]) =>
      `kind: configured\n${keys.map((key) => `      ${key}: { secure: v1:x }`).join("\n")}`;
    const keys = [
      ["accessKeyId", "secretAccessKey"],
      ["adminPassword", "flaskSecretKey", "kekPassphrase"],
    ];
    const database = "kind: configured\n        password: { secure: v1:x }";
    const values = [...keys.map(set), database];
    writeFileSync(
      path,
      text.replaceAll("kind: configured", () => values.shift() ?? ""),
    );
    const { code, stdout } = secrets(["onprem"]);
    expect([code, stdout]).toEqual([0, "Stack onprem has every config secret that it wants.\n"]);
  });

  it("shows the output of the CLI if it fails", () => {
    writeFileSync(join(folder, "fail"), "");
    const { code, stderr } = secrets(["local", "--generate"]);
    expect(code).toBe(1);
    expect(stderr).toContain("no stack named 'local' found");
    expect(stderr).toContain("pulumi stack init local");
  });

  it("says where to get the CLI", () => {
    expect(secrets(["local", "--generate"], { path: folder })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("The Pulumi CLI is not in the PATH"),
    });
  });

  it("refuses a stack that does not exist", () => {
    expect(secrets(["canary"])).toMatchObject({ code: 1, stderr: expect.stringContaining('no stack "canary"') });
  });
});

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { parseStackConfig } from "../../config/index.ts";
import type { PrintedProblem } from "../../lib/diagnostics/configError.ts";
import { ConfigError } from "../../lib/diagnostics/configError.ts";
import { temporaryFolder } from "../support/cli.ts";
import { configuredStack as values } from "../support/stackConfigs.ts";

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

const secrets = [
  "objectStore.credentials.accessKeyId",
  "objectStore.credentials.secretAccessKey",
  "mlflow.credentials.adminPassword",
  "mlflow.credentials.flaskSecretKey",
  "mlflow.credentials.kekPassphrase",
  "mlflow.database.credentials.password",
];

/** Problems of the config, where the engine reports that these keys hold secrets. */
function problems(config: object, secretKeys: string[]): PrintedProblem[] {
  try {
    const holdsSecrets = (key: string) => secretKeys.includes(key);
    parseStackConfig({ ...config }, { name: "prod", folder, holdsSecrets });
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message).not.toContain("canary");
    return [...(error as ConfigError).printed];
  }
}

/** The stack's file, with the values encrypted save for those at the paths. */
function writeFile(plain: string[], file = "Pulumi.prod.yaml"): void {
  const encrypted = (value: unknown, path: string): unknown =>
    typeof value === "object" && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, encrypted(inner, `${path}.${key}`)]))
      : secrets.includes(path.slice(1)) && !plain.includes(path.slice(1))
        ? { secure: "v1:abc" }
        : value;
  const config = Object.entries(values).map(([key, value]) => [`mlops-platform:${key}`, encrypted(value, `.${key}`)]);
  writeFileSync(join(folder, file), stringify({ config: Object.fromEntries(config) }));
}

describe("secrets of a running stack", () => {
  const keys = ["objectStore", "mlflow"];

  it("are accepted where its file holds them encrypted", () => {
    writeFile([]);
    expect(problems(values, keys)).toEqual([]);
  });

  it.each(secrets)("are refused in plain text, and not shown: %s", (path) => {
    writeFile([path]);
    expect(problems(values, keys)).toEqual([
      {
        path,
        expected: "a config secret, which the stack's file holds encrypted",
        found: "plain text",
        fix: `pulumi config set --secret --path 'mlops-platform:${path}' --stack prod`,
      },
    ]);
  });

  it("are refused where their key holds no secret at all, wherever the file is", () => {
    expect(problems(values, ["objectStore"]).map(({ path }) => path)).toEqual(secrets.slice(2));
    writeFile([]);
    expect(problems(values, []).map(({ path }) => path)).toEqual(secrets);
  });

  it("are accepted where the file is elsewhere and their key holds some secret", () => {
    expect(problems(values, keys)).toEqual([]);
  });

  it("are not compared with a file of the same name that holds other values", () => {
    writeFile(secrets);
    const { objectStore } = values;
    const other = { ...objectStore.credentials, accessKeyId: "canary-2", secretAccessKey: "canary-3" };
    const config = { domain: "example.com", objectStore: { ...objectStore, credentials: other } };
    expect(problems(config, keys)).toEqual([]);
  });

  it("are refused once where they are too short as well", () => {
    const { mlflow } = values;
    const short = { ...values, mlflow: { ...mlflow, credentials: { ...mlflow.credentials, adminPassword: "canary" } } };
    expect(problems(short, ["objectStore"]).filter(({ path }) => path === "mlflow.credentials.adminPassword")).toEqual([
      expect.objectContaining({ found: "plain text" }),
    ]);
  });
});

describe("local charts of a running stack", () => {
  const controller = (chart: string) => ({
    domain: "example.com",
    gateway: { controller: { install: true, chart }, issuer: { name: "internal" } },
  });

  it("are a folder with a Chart.yaml, or a file", () => {
    mkdirSync(join(folder, "charts/envoy"), { recursive: true });
    writeFileSync(join(folder, "charts/envoy/Chart.yaml"), "name: envoy\n");
    writeFileSync(join(folder, "charts/envoy.tgz"), "");
    expect(problems(controller("charts/envoy"), [])).toEqual([]);
    expect(problems(controller(join(folder, "charts/envoy")), [])).toEqual([]);
    expect(problems(controller("charts/envoy.tgz"), [])).toEqual([]);
  });

  it.each([
    ["charts/envoy.tgz", "nothing at "],
    ["charts", "a folder without Chart.yaml at "],
  ])("are refused where they do not exist, with the path: %s", (chart, found) => {
    mkdirSync(join(folder, "charts"));
    expect(problems(controller(chart), [])).toMatchObject([
      {
        path: "gateway.controller.chart",
        found: `${found}${join(folder, chart)}`,
        fix: "pulumi config set --path 'mlops-platform:gateway.controller.chart' <value> --stack prod",
      },
    ]);
  });
});

it("gives every command the name of the stack", () => {
  const { objectStore: _, ...without } = values;
  const wrong = { ...without, domain: "-", mlfow: 1, cloud: {} };
  const found = problems(wrong, ["mlflow"]);
  expect(found.map(({ path }) => path)).toEqual(expect.arrayContaining(["domain", "mlfow", "cloud"]));
  expect(found.filter(({ fix }) => !/^(pulumi config .* --stack prod( && )?)+$/.test(fix))).toEqual([]);
});

/** Configs of a stack, right and wrong. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { parse } from "yaml";
import { parseStackConfig } from "../../config/index.ts";
import { ConfigError, type PrintedProblem } from "../../lib/diagnostics/configError.ts";
import { root } from "./cli.ts";

export type Json = Record<string, unknown>;

/** The config of the dev stack, with one part replaced. */
export function dev(change: (config: Json) => void = () => undefined): Json {
  const { config } = parse(readFileSync(join(root, "Pulumi.dev.yaml"), "utf8")) as { config: Json };
  const values = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.replace("mlops-platform:", ""), value]),
  );
  change(values);
  return values;
}

/** MLflow with a database of its own on a store; all of its secrets are in the config. */
export const configuredStack = {
  domain: "example.com",
  objectStore: {
    kind: "s3",
    endpoint: "https://s3.example.com",
    buckets: { artifacts: { name: "artifacts" }, backups: { name: "backups" } },
    credentials: { kind: "configured", accessKeyId: "canary-id", secretAccessKey: "canary-key" },
  },
  mlflow: {
    namespace: { name: "mlflow" },
    credentials: {
      kind: "configured",
      adminPassword: "canary-password",
      flaskSecretKey: "canary-flask-secret-key",
      kekPassphrase: "canary-kek-passphrase",
    },
    exposure: { kind: "httpRoute", gateway: { name: "mlops", namespace: "gateway" } },
    database: { kind: "cluster", credentials: { kind: "configured", password: "canary-database" } },
  },
};

/** Puts a value at a dotted path. */
export function set(path: string, value: unknown): (config: Json) => void {
  return (config) => {
    const [key = "", ...rest] = path.split(".");
    if (rest.length === 0) {
      config[key] = value;
    } else {
      config[key] = { ...(config[key] as Json) };
      set(rest.join("."), value)(config[key] as Json);
    }
  };
}

/** What is wrong with a config; nothing where it is taken. */
export function problems(config: Json): PrintedProblem[] {
  try {
    parseStackConfig(config);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return [...(error as ConfigError).printed];
  }
}

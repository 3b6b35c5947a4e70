/** Configs of stacks for a test's own cluster, made from the stack files of the project. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "../../support/cli.ts";
import { commandBlock } from "./pageCommands.ts";
import type { Toolchain } from "./toolchain.ts";

/** A config by its keys below `mlops-platform:`, or a part of one. */
export type Config = { [key: string]: Value };
type Value = string | number | boolean | undefined | Value[] | Config;

/** The config in a stack's file. */
export function configOf(stack: string): Config {
  const { config } = parse(readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8"));
  return Object.fromEntries(
    Object.entries<Value>(config).map(([key, value]) => [key.replace("mlops-platform:", ""), value]),
  );
}

/** MLflow of the dev stack on a cluster instead of in a folder; its operators come from local charts. */
export function devConfigOn(kubeconfig: string, tools: Toolchain): Config {
  const operators = localOperators(tools, withoutWebhooks);
  return merged(configOf("dev"), { mlops: undefined, cluster: { renderTo: undefined, kubeconfig, operators } });
}

/** MLflow of the on-premises stack, its secrets to be set; its operators are expected to be there. */
export function onpremConfigOn(kubeconfig: string): Config {
  return merged(configOf("onprem"), {
    cluster: { kubeconfig, operators: undefined },
    // Their charts are not here.
    ...{ mlops: undefined, telemetry: undefined, gateway: undefined },
    // The database is let go at the end.
    policies: { levels: { "stateful-resource-protected": "advisory", "stateful-resource-retained": "advisory" } },
    objectStore: { credentials: { accessKeyId: undefined, secretAccessKey: undefined } },
    mlflow: {
      credentials: { adminPassword: undefined, flaskSecretKey: undefined, kekPassphrase: undefined },
      database: { retention: "delete", credentials: { password: undefined } },
    },
  });
}

/** On fake nodes nothing answers a webhook, so with them no object of the operator could be made. */
const withoutWebhooks: Config = { webhook: { mutating: { create: false }, validating: { create: false } } };

/** Both operators from charts on this machine. */
export function localOperators({ charts }: Toolchain, values: Config = {}): Config {
  return {
    cloudnativePg: { install: true, chart: chartFile(charts, "cloudnative-pg"), values },
    barmanCloud: { install: true, chart: chartFile(charts, "plugin-barman-cloud") },
  };
}

/** Envoy Gateway's controller from a chart on this machine. */
export function localController({ charts }: Toolchain): Config {
  return { install: true, chart: chartFile(charts, "gateway-helm") };
}

/** The config with changes at some depth; `undefined` takes a key away, an object with another `kind` is replaced. */
export function merged(config: Config, changes: Config): Config {
  const entries = Object.entries(changes).map(([key, change]) => {
    const old = config[key];
    const canMerge = isObject(old) && isObject(change) && (change.kind ?? old.kind) === old.kind;
    return [key, canMerge ? merged(old, change) : change] as const;
  });
  return { ...config, ...Object.fromEntries(entries) };
}

function isObject(value: Value): value is Config {
  return typeof value === "object" && !Array.isArray(value);
}

/**
 * The commands of docs/deploy.md that make the namespace and the Secrets which the example stacks name, with values.
 *
 * @param namespace instead of the page's
 */
export function documentedSecrets(namespace = "mlflow"): string {
  const lines = commandBlock("docs/deploy.md", "kubectl create namespace");
  const commands = lines.replaceAll("…", "a-value-for-tests-only");
  return `echo certificate > ca.crt\n${commands.replaceAll(/(namespace|-n) mlflow\b/g, `$1 ${namespace}`)}`;
}

function chartFile(charts: string, name: string): string {
  const file = readdirSync(charts).find((each) => each.startsWith(`${name}-`) && each.endsWith(".tgz"));
  return join(charts, file ?? `${name}.tgz`);
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { parseStackConfig, type StackConfig } from "../../config/index.ts";
import { root } from "../support/cli.ts";

type Values = Record<string, unknown>;

/** MLflow of the dev stack on a cluster; `change` has the values at hand. */
export function mlflowStack(change: (values: { mlflow: Values; cluster: Values } & Values) => void = () => undefined) {
  const { config } = parse(readFileSync(join(root, "Pulumi.dev.yaml"), "utf8")) as { config: Values };
  const values = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.replace("mlops-platform:", ""), value]),
  );
  const { mlops: _, ...others } = values;
  const stack = { ...others, mlflow: { ...(values.mlflow as Values) }, cluster: {} };
  change(stack);
  return parseStackConfig(stack);
}

/** A stack with a gateway alone. */
export function gatewayStack(gateway: Values = {}): StackConfig {
  return parseStackConfig({ domain: "example.com", gateway: { issuer: { name: "letsencrypt" }, ...gateway } });
}

export const telemetry = {
  kind: "standalone",
  namespace: { kind: "existing", name: "telemetry" },
  image: { repository: "registry.example.com/telemetry", tag: "0.68.1", pullSecretName: "registry" },
  serverAddress: "events.telemetry.svc:80",
  variables: { serverAddress: "SERVER", logLevel: "LEVEL", connectionString: "DATABASE" },
  database: { kind: "connectionString", host: "postgres", secretName: "telemetry-database", key: "url" },
};

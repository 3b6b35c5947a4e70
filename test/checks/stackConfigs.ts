import { parseStackConfig, type StackConfig } from "../../config/index.ts";
import { dev, type Json as Values } from "../support/stackConfigs.ts";

/** MLflow of the dev stack on a cluster; `change` has the values at hand. */
export function mlflowStack(change: (values: { mlflow: Values; cluster: Values } & Values) => void = () => undefined) {
  const { mlops: _, mlflow, ...others } = dev();
  const stack = { ...others, mlflow: mlflow as Values, cluster: {} };
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

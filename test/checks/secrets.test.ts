import { describe, expect, it } from "vitest";
import { parseStackConfig } from "../../config/index.ts";
import { configuredStack } from "../support/stackConfigs.ts";
import { named, names } from "./needed.ts";
import { mlflowStack, telemetry } from "./stackConfigs.ts";

describe("a Secret that a stack needs", () => {
  it("is optional where it has the certificate and its namespace is only about to be made", () => {
    const exposure = { kind: "ingress", className: "nginx", controllerNamespace: "ingress", tlsSecretName: "tls" };
    const config = parseStackConfig({ ...configuredStack, mlflow: { ...configuredStack.mlflow, exposure } });
    expect(named(config, "Secret mlflow/tls")).toMatchObject({ optional: true });
    expect(names(config).filter((name) => name.startsWith("Secret"))).toEqual(["Secret mlflow/tls"]);
    expect(names(config)).not.toContain("Namespace mlflow");
  });

  it("is a login and a CA for a database that others run, and neither operator nor storage class", () => {
    const config = mlflowStack(({ mlflow }) => {
      mlflow.database = { kind: "external", host: "db.example.com", secretName: "login", ca: { secretName: "ca" } };
    });
    expect(named(config, "Secret mlflow/login")?.expected).toBe("the keys username, password");
    expect(named(config, "Secret mlflow/ca")?.expected).toBe("the key ca.crt");
    expect(named(config, "Prometheus operator")?.expected).toBe("servicemonitors.monitoring.coreos.com v1");
    for (const name of ["CloudNativePG", "Barman Cloud plugin", "Default StorageClass", "Ports of the API server"]) {
      expect(names(config)).not.toContain(name);
    }
  });

  it("is the connection string and the registry's credentials of telemetry", () => {
    const config = parseStackConfig({ domain: "example.com", telemetry });
    expect(names(config)).toEqual([
      "Namespace telemetry",
      "Secret telemetry/telemetry-database",
      "Secret telemetry/registry",
    ]);
  });

  it("is the store's keys in the namespace of H2O MLOps only where a Job makes its bucket there", () => {
    const stack = (kind: string) =>
      parseStackConfig({
        domain: "example.com",
        objectStore: {
          kind: "s3",
          endpoint: "https://s3.example.com",
          ca: { secretName: "ca" },
          buckets: { artifacts: { kind, name: "aaa" }, backups: { name: "bbb" } },
          credentials: { kind: "existing", secretName: "keys", regionKey: "REGION" },
        },
        mlops: {
          namespace: { kind: "existing", name: "mlops" },
          chart: { kind: "local", path: "charts/mlops" },
          release: "1.1",
          serviceAccounts: { storage: "mlops-storage" },
        },
      });
    expect(names(stack("managed"))).toEqual(["Namespace mlops", "Secret mlops/keys", "Secret mlops/ca"]);
    expect(named(stack("managed"), "Secret mlops/keys")?.fix).toContain("--from-literal=REGION=us-east-1");
    expect(names(stack("existing"))).toEqual(["Namespace mlops"]);
  });

  it("has all keys that are asked of it", () => {
    const config = mlflowStack(({ mlflow }) => {
      mlflow.credentials = { kind: "existing", secretName: "all" };
      mlflow.database = { ...(mlflow.database as object), credentials: { kind: "existing", secretName: "all" } };
    });
    const { paths, expected } = named(config, "Secret mlflow/all") ?? {};
    expect(paths).toEqual(["mlflow.credentials", "mlflow.database.credentials"]);
    expect(expected).toBe(
      "type kubernetes.io/basic-auth, the keys username, password, flask-secret-key, kek-passphrase",
    );
  });
});

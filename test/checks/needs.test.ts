import { describe, expect, it } from "vitest";
import { needs } from "../../checks/needs.ts";
import { parseStackConfig, type StackConfig } from "../../config/index.ts";
import { gatewayStack, mlflowStack, telemetry } from "./stackConfigs.ts";

const names = (config: StackConfig) => needs(config).map(({ name }) => name);
const named = (config: StackConfig, name: string) => needs(config).find((each) => each.name === name);

describe("what a stack needs", () => {
  it("is everything that its config takes to be there, operators first and Secrets last", () => {
    expect(names(mlflowStack())).toEqual([
      "CloudNativePG",
      "Barman Cloud plugin",
      "Gateway API",
      "Prometheus operator",
      "Default StorageClass",
      "Ports of the API server",
      "Gateway gateway/mlops",
      "Namespace mlflow",
      "Secret mlflow/mlflow-credentials",
      "Secret mlflow/mlflow-pg-owner",
      "Secret mlflow/object-store-keys",
      "Secret mlflow/object-store-ca",
    ]);
  });

  it("is nothing where the stack has nothing", () => {
    expect(names(parseStackConfig({ domain: "example.com" }))).toEqual([]);
  });

  it("is not an operator that the stack installs itself", () => {
    const config = mlflowStack(({ cluster }) => {
      cluster.operators = { cloudnativePg: { install: true }, barmanCloud: { install: true } };
    });
    const found = names(config);
    expect(found).not.toContain("CloudNativePG");
    expect(found).not.toContain("Barman Cloud plugin");
  });

  it("is cert-manager for the plugin that the stack installs, and for the gateway's certificates", () => {
    const config = mlflowStack(({ cluster }) => {
      cluster.operators = { barmanCloud: { install: true } };
    });
    expect(named(config, "cert-manager")?.paths).toEqual(["cluster.operators.barmanCloud.install"]);
    expect(named(gatewayStack(), "cert-manager")?.paths).toEqual(["gateway.issuer"]);
    expect(names(mlflowStack())).not.toContain("cert-manager");
  });

  it("is Envoy Gateway in the Gateway's namespace and the issuer, for a gateway that others control", () => {
    expect(names(gatewayStack())).toEqual(["cert-manager", "Envoy Gateway", "ClusterIssuer letsencrypt"]);
    expect(names(gatewayStack({ controller: { install: true } }))).toEqual([
      "cert-manager",
      "ClusterIssuer letsencrypt",
    ]);
    expect(names(gatewayStack({ issuer: { kind: "Issuer", name: "own" } }))).toContain(
      "Issuer envoy-gateway-system/own",
    );
  });

  it("is the client's secret and the namespace of a Service that the gateway carries", () => {
    const authentication = {
      kind: "oidc",
      issuer: "https://idp.example.com",
      clientId: "mlops",
      secretName: "oidc-client",
    };
    const routes = {
      churn: { host: "a.example.com", service: { name: "churn", namespace: "scorers", port: 80 }, authentication },
      other: { host: "b.example.com", service: { name: "other", namespace: "scorers", port: 80 } },
    };
    const config = gatewayStack({ routes });
    expect(named(config, "Namespace scorers")?.paths).toEqual([
      "gateway.routes.churn.service.namespace",
      "gateway.routes.other.service.namespace",
    ]);
    expect(names(config)).toContain("Secret envoy-gateway-system/oidc-client");
  });

  it("is a route's namespace only where the stack does not make it", () => {
    const routes = { own: { host: "a.example.com", service: { name: "a", namespace: "telemetry", port: 80 } } };
    const config = parseStackConfig({
      domain: "example.com",
      gateway: { issuer: { name: "letsencrypt" }, routes },
      telemetry: {
        ...telemetry,
        namespace: { name: "telemetry" },
        image: { ...telemetry.image, pullSecretName: undefined },
        database: {
          kind: "iam",
          host: "db.example.com",
          database: "storage",
          user: "mlops",
          region: "eu-central-1",
        },
      },
    });
    expect(names(config)).not.toContain("Namespace telemetry");
  });

  it("is the ingress class and the Secret with the certificate, for an Ingress", () => {
    const exposure = { kind: "ingress", className: "nginx", controllerNamespace: "ingress", tlsSecretName: "tls" };
    const config = mlflowStack(({ mlflow }) => {
      mlflow.exposure = exposure;
    });
    expect(names(config)).toContain("IngressClass nginx");
    expect(named(config, "Secret mlflow/tls")).toMatchObject({ optional: false });
  });

  it("does without the certificate in a namespace that is only about to be made", () => {
    const config = parseStackConfig({
      domain: "example.com",
      objectStore: {
        kind: "s3",
        endpoint: "https://s3.example.com",
        buckets: { artifacts: { name: "aaa" }, backups: { name: "bbb" } },
        credentials: { kind: "configured", accessKeyId: "access-id", secretAccessKey: "secret-key" },
      },
      mlflow: {
        namespace: { name: "mlflow" },
        credentials: {
          kind: "configured",
          adminPassword: "a-long-password",
          flaskSecretKey: "a-key-of-16-characters",
          kekPassphrase: "a-key-of-16-characters",
        },
        exposure: { kind: "ingress", className: "nginx", controllerNamespace: "ingress", tlsSecretName: "tls" },
        database: { kind: "cluster", credentials: { kind: "configured", password: "a-password" } },
      },
    });
    expect(named(config, "Secret mlflow/tls")).toMatchObject({ optional: true });
    expect(names(config).filter((name) => name.startsWith("Secret"))).toEqual(["Secret mlflow/tls"]);
    expect(names(config)).not.toContain("Namespace mlflow");
  });

  it("is OpenShift's API for a Route", () => {
    const config = mlflowStack(({ mlflow, cluster }) => {
      cluster.platform = "openshift";
      mlflow.exposure = { kind: "route" };
    });
    expect(named(config, "OpenShift Route")?.look).toEqual({ kind: "api", group: "route.openshift.io", version: "v1" });
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

  it("is the storage class and the image catalog that the config names", () => {
    const config = mlflowStack(({ mlflow }) => {
      const imageCatalog = { kind: "ClusterImageCatalog", name: "postgresql" };
      mlflow.database = { ...(mlflow.database as object), storageClass: "fast", imageCatalog };
    });
    expect(names(config)).toEqual(
      expect.arrayContaining(["StorageClass fast", "ClusterImageCatalog postgresql", "CloudNativePG"]),
    );
    expect(names(config)).not.toContain("Default StorageClass");
    expect(named(config, "CloudNativePG")?.expected).toContain("clusterimagecatalogs.postgresql.cnpg.io v1");
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

  it("asks one Secret for all keys that are asked of it", () => {
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

  it("leaves out what the config says is not to be checked", () => {
    const config = mlflowStack(({ cluster }) => {
      cluster.unchecked = ["Gateway API"];
    });
    expect(names(config)).not.toContain("Gateway API");
  });

  it("gives each thing a name of its own, a key that asks for it, and a fix", () => {
    for (const precondition of [...needs(mlflowStack()), ...needs(gatewayStack())]) {
      expect(precondition.paths, precondition.name).not.toEqual([]);
      if (precondition.look.kind !== "apiServerPorts") {
        expect(precondition.fix, precondition.name).not.toBe("");
      }
    }
    expect(new Set(names(mlflowStack())).size).toBe(names(mlflowStack()).length);
  });
});

describe("a fix", () => {
  it("leads to the cluster and the stack that it is for", () => {
    const config = mlflowStack(({ cluster }) => {
      cluster.kubeconfig = "my clusters/config";
      cluster.context = "prod";
    });
    const fixes = needs(config, "prod").map(({ fix }) => fix);
    expect(fixes).toContain(
      "pulumi config set --path 'mlops-platform:cluster.operators.cloudnativePg.install' true --stack prod",
    );
    expect(fixes).toContain(
      "kubectl --kubeconfig 'my clusters/config' --context prod create namespace mlflow && kubectl --kubeconfig 'my clusters/config' --context prod label namespace mlflow pod-security.kubernetes.io/enforce=restricted",
    );
  });

  it("makes a Secret without a value in a shell's history", () => {
    expect(named(mlflowStack(), "Secret mlflow/mlflow-pg-owner")?.fix).toBe(
      'kubectl --namespace mlflow create secret generic mlflow-pg-owner --type=kubernetes.io/basic-auth --from-literal=username=mlflow --from-literal=password="$(openssl rand -hex 24)"',
    );
    expect(named(mlflowStack(), "Secret mlflow/object-store-keys")?.fix).toContain(
      `--from-literal=ACCESS_KEY_ID="$\{ACCESS_KEY_ID:?}" --from-literal=SECRET_ACCESS_KEY="$\{SECRET_ACCESS_KEY:?}"`,
    );
    expect(named(mlflowStack(), "Secret mlflow/object-store-ca")?.fix).toContain("--from-file=ca.crt");
  });
});

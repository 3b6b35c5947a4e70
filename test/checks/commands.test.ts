import { describe, expect, it } from "vitest";
import { needs } from "../../checks/needs.ts";
import { named } from "./needed.ts";
import { mlflowStack } from "./stackConfigs.ts";

describe("the fix of a precondition", () => {
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

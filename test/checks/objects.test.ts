import { describe, expect, it } from "vitest";
import { named, names } from "./needed.ts";
import { mlflowStack } from "./stackConfigs.ts";

describe("an object that a stack needs", () => {
  it("is the ingress class and the Secret with the certificate, for an Ingress", () => {
    const exposure = { kind: "ingress", className: "nginx", controllerNamespace: "ingress", tlsSecretName: "tls" };
    const config = mlflowStack(({ mlflow }) => {
      mlflow.exposure = exposure;
    });
    expect(names(config)).toContain("IngressClass nginx");
    expect(named(config, "Secret mlflow/tls")).toMatchObject({ optional: false });
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
});

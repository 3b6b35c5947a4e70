import { describe, expect, it } from "vitest";
import type { LiveObject } from "../../lib/liveCluster.ts";
import { ClusterDouble } from "./clusterDouble.ts";
import { gatewayObject, lacks, summary, unmet } from "./completeCluster.ts";
import { gatewayStack, mlflowStack } from "./stackConfigs.ts";

describe("a check of objects finds", () => {
  it("another Gateway", async () => {
    expect(summary(await lacks({ gateway: gatewayObject("edge") }))).toEqual([
      ["Gateway gateway/mlops", "unmet", "others: edge"],
    ]);
  });

  it("a listener that the Gateway does not have", async () => {
    const config = mlflowStack(({ mlflow }) => {
      mlflow.exposure = { kind: "httpRoute", gateway: { name: "mlops", namespace: "gateway", sectionName: "web" } };
    });
    expect(summary(await lacks({}, config))).toEqual([
      ["Gateway gateway/mlops", "unmet", "no such listener among https"],
    ]);
  });

  it("a Gateway that its controller refuses", async () => {
    const refused = { type: "Accepted", status: "False", reason: "InvalidParameters", message: "" };
    const gateway = { ...gatewayObject("mlops"), status: { conditions: [refused] } };
    expect(summary(await lacks({ gateway }))).toEqual([
      ["Gateway gateway/mlops", "unmet", "not Accepted: InvalidParameters"],
    ]);
  });

  it("a major version that the image catalog does not have", async () => {
    const config = mlflowStack(({ mlflow }) => {
      mlflow.database = { ...(mlflow.database as object), imageCatalog: { kind: "ImageCatalog", name: "own" } };
    });
    const catalog = {
      kind: "ImageCatalog",
      metadata: { name: "own", namespace: "mlflow" },
      spec: { images: [{ major: 17 }] },
    };
    expect(summary(await lacks({ catalog }, config))).toEqual([
      ["ImageCatalog mlflow/own", "unmet", "images of PostgreSQL 17"],
    ]);
  });

  it("an issuer that is not ready, and one that is not there", async () => {
    const ready = { type: "Ready", status: "False", message: "account was not registered" };
    const issuer = { kind: "ClusterIssuer", metadata: { name: "letsencrypt" }, status: { conditions: [ready] } };
    const found = async (...objects: LiveObject[]) =>
      summary(await unmet(gatewayStack(), new ClusterDouble(objects))).find(([name]) => name?.includes("Issuer"));
    expect(await found(issuer)).toEqual([
      "ClusterIssuer letsencrypt",
      "unmet",
      "not Ready: account was not registered",
    ]);
    expect(await found()).toEqual(["ClusterIssuer letsencrypt", "unmet", "nothing"]);
  });

  it("an ingress class and a storage class that are not there", async () => {
    const config = mlflowStack(({ mlflow }) => {
      const ingress = { className: "nginx", controllerNamespace: "ingress-nginx", tlsSecretName: "object-store-ca" };
      mlflow.exposure = { kind: "ingress", ...ingress };
      mlflow.database = { ...(mlflow.database as object), storageClass: "fast" };
    });
    const results = summary(await lacks({}, config));
    expect(results).toContainEqual(["IngressClass nginx", "unmet", "nothing"]);
    expect(results).toContainEqual(["StorageClass fast", "unmet", "others: standard"]);
  });
});

import { describe, expect, it } from "vitest";
import { evaluate } from "../../checks/evaluate.ts";
import { needs } from "../../checks/needs.ts";
import type { Result } from "../../checks/precondition.ts";
import { Unreachable } from "../../checks/reader.ts";
import type { StackConfig } from "../../config/index.ts";
import type { LiveObject } from "../../lib/liveCluster.ts";
import { ClusterDouble, definition, deployment, namespace, secret } from "./clusterDouble.ts";
import { gatewayStack, mlflowStack } from "./stackConfigs.ts";

const credentials = {
  username: "admin",
  password: "long-enough-canary",
  "flask-secret-key": "flask-canary",
  "kek-passphrase": "kek-canary",
};
const cnpg = ["clusters", "databases", "scheduledbackups", "imagecatalogs"].map((kind) => `${kind}.postgresql.cnpg.io`);
const served = [
  ...cnpg,
  "objectstores.barmancloud.cnpg.io",
  "gateways.gateway.networking.k8s.io",
  "httproutes.gateway.networking.k8s.io",
  "servicemonitors.monitoring.coreos.com",
  "podmonitors.monitoring.coreos.com",
  "prometheusrules.monitoring.coreos.com",
];
const operatorLabels = { "app.kubernetes.io/name": "cloudnative-pg" };
const endpoints = (port: number): LiveObject => ({
  kind: "EndpointSlice",
  metadata: { name: "kubernetes", namespace: "default", labels: { "kubernetes.io/service-name": "kubernetes" } },
  ...{ ports: [{ name: "https", port }] },
});
const storageClass = (isDefault: boolean): LiveObject => ({
  kind: "StorageClass",
  metadata: {
    name: "standard",
    annotations: { "storageclass.kubernetes.io/is-default-class": String(isDefault) },
  },
});
const gatewayObject = (name: string): LiveObject => ({
  kind: "Gateway",
  metadata: { name, namespace: "gateway" },
  spec: { listeners: [{ name: "https" }] },
});

/** All that MLflow of the dev stack needs, by kind and name, so that each can be replaced. */
const complete: Record<string, LiveObject> = {
  ...Object.fromEntries(served.map((name) => [name, definition(name, ["v1"])])),
  operator: deployment("cnpg-system/cnpg", operatorLabels),
  plugin: deployment("cnpg-system/barman-cloud", { app: "barman-cloud" }),
  storageClass: storageClass(true),
  endpoints: endpoints(6443),
  gateway: gatewayObject("mlops"),
  namespace: namespace("mlflow", { "pod-security.kubernetes.io/enforce": "restricted" }),
  credentials: secret("mlflow/mlflow-credentials", credentials),
  owner: secret("mlflow/mlflow-pg-owner", { username: "mlflow", password: "p" }, "kubernetes.io/basic-auth"),
  keys: secret("mlflow/object-store-keys", { ACCESS_KEY_ID: "a", SECRET_ACCESS_KEY: "b" }),
  ca: secret("mlflow/object-store-ca", { "ca.crt": "c" }),
};

/** Results that are not met, in a cluster with everything but the changes; undefined takes away. */
async function lacks(changes: Record<string, LiveObject | undefined>, config = mlflowStack()): Promise<Result[]> {
  const objects = Object.values({ ...complete, ...changes }).filter((object) => object !== undefined);
  return unmet(config, new ClusterDouble(objects));
}

async function unmet(config: StackConfig, cluster: ClusterDouble): Promise<Result[]> {
  return (await evaluate(needs(config), cluster)).filter(({ state }) => state !== "met");
}

const summary = (results: Result[]) =>
  results.map(({ precondition, state, found }) => [precondition.name, state, found]);

describe("a cluster that has everything", () => {
  it("lacks nothing", async () => {
    expect(summary(await lacks({}))).toEqual([]);
  });
});

describe("an empty cluster", () => {
  it("lacks everything at once, but for what cannot be told yet", async () => {
    const results = await unmet(mlflowStack(), new ClusterDouble());
    expect(results.map(({ precondition }) => precondition.name)).toEqual(
      needs(mlflowStack())
        .map(({ name }) => name)
        .filter((name) => name !== "Ports of the API server"),
    );
    expect(new Set(results.map(({ state }) => state))).toEqual(new Set(["unmet"]));
  });
});

describe("one bad case of each kind:", () => {
  it.each<[string, Record<string, LiveObject | undefined>, [string, string, string]]>([
    ["a namespace that is not there", { namespace: undefined }, ["Namespace mlflow", "unmet", "nothing"]],
    [
      "a namespace that is going",
      { namespace: namespace("mlflow", {}, "Terminating") },
      ["Namespace mlflow", "unmet", "it is being deleted: wait until it is gone"],
    ],
    [
      "a namespace that enforces less",
      { namespace: namespace("mlflow", { "pod-security.kubernetes.io/enforce": "baseline" }) },
      [
        "Namespace mlflow",
        "doubtful",
        "its label pod-security.kubernetes.io/enforce is baseline, although all of the platform's pods meet restricted",
      ],
    ],
    ["a Secret that is not there", { ca: undefined }, ["Secret mlflow/object-store-ca", "unmet", "nothing"]],
    [
      "a Secret without a key",
      { keys: secret("mlflow/object-store-keys", { ACCESS_KEY_ID: "canary" }) },
      ["Secret mlflow/object-store-keys", "unmet", "no key SECRET_ACCESS_KEY"],
    ],
    [
      "an empty key",
      { credentials: secret("mlflow/mlflow-credentials", { ...credentials, "kek-passphrase": "" }) },
      ["Secret mlflow/mlflow-credentials", "unmet", "an empty value of the key kek-passphrase"],
    ],
    [
      "a password that MLflow refuses",
      { credentials: secret("mlflow/mlflow-credentials", { ...credentials, password: "short" }) },
      ["Secret mlflow/mlflow-credentials", "unmet", "fewer than 12 characters in the key password"],
    ],
    [
      "another user, and another type",
      { owner: secret("mlflow/mlflow-pg-owner", { username: "canary", password: "p" }) },
      ["Secret mlflow/mlflow-pg-owner", "unmet", "type Opaque, a username other than mlflow"],
    ],
    [
      "an API that is not there",
      { [cnpg[1] ?? ""]: undefined },
      ["CloudNativePG", "unmet", "no databases.postgresql.cnpg.io"],
    ],
    [
      "an API at another version",
      { [cnpg[0] ?? ""]: definition(cnpg[0] ?? "", ["v1beta1"], ["v1"]) },
      ["CloudNativePG", "unmet", "clusters.postgresql.cnpg.io at v1beta1, not v1"],
    ],
    [
      "an operator that is not there",
      { operator: undefined },
      [
        "CloudNativePG",
        "unmet",
        "no Deployment labelled app.kubernetes.io/name=cloudnative-pg in namespace cnpg-system (its operator)",
      ],
    ],
    [
      "an operator in another namespace",
      { operator: deployment("databases/cnpg", operatorLabels) },
      ["CloudNativePG", "unmet", "its operator is in namespace databases"],
    ],
    [
      "an operator that is not ready",
      { operator: deployment("cnpg-system/cnpg", operatorLabels, { replicas: 2, available: 0 }) },
      [
        "CloudNativePG",
        "unmet",
        "its operator, Deployment cnpg-system/cnpg, is not ready: 0 of 2 replicas are available (Deployment does not have minimum availability.)",
      ],
    ],
    [
      "monitoring's objects",
      { "podmonitors.monitoring.coreos.com": undefined },
      ["Prometheus operator", "unmet", "no podmonitors.monitoring.coreos.com"],
    ],
    ["no storage class", { storageClass: undefined }, ["Default StorageClass", "unmet", "nothing"]],
    [
      "no default storage class",
      { storageClass: storageClass(false) },
      ["Default StorageClass", "unmet", "no default among standard"],
    ],
    ["another Gateway", { gateway: gatewayObject("edge") }, ["Gateway gateway/mlops", "unmet", "others: edge"]],
    [
      "an API server at another port",
      { endpoints: endpoints(16443) },
      ["Ports of the API server", "unmet", "endpoints of the Service default/kubernetes at port 16443"],
    ],
  ])("%s", async (_case, changes, expected) => {
    expect(summary(await lacks(changes))).toEqual([expected]);
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

  it("an API that OpenShift does not serve", async () => {
    const config = mlflowStack(({ mlflow, cluster }) => {
      cluster.platform = "openshift";
      mlflow.exposure = { kind: "route" };
    });
    const service = (status: string) => ({
      kind: "APIService",
      metadata: { name: "v1.route.openshift.io" },
      status: { conditions: [{ type: "Available", status, message: "no endpoints" }] },
    });
    expect(summary(await lacks({}, config))).toEqual([["OpenShift Route", "unmet", "nothing"]]);
    expect(summary(await lacks({ route: service("False") }, config))).toEqual([
      ["OpenShift Route", "unmet", "not available: no endpoints"],
    ]);
    expect(summary(await lacks({ route: service("True") }, config))).toEqual([]);
  });
});

describe("what is found", () => {
  it("never is a value of a Secret", async () => {
    const results = await lacks({
      credentials: secret("mlflow/mlflow-credentials", { username: "canary", password: "canary" }),
      owner: secret("mlflow/mlflow-pg-owner", { username: "canary", password: "canary" }),
      keys: secret("mlflow/object-store-keys", { ACCESS_KEY_ID: "canary" }),
    });
    expect(results).toHaveLength(3);
    expect(JSON.stringify(results)).not.toMatch(/canary|Y2FuYXJ5/);
  });

  it("has a fix of its own where the thing is there, but wrong", async () => {
    const fix = async (changes: Record<string, LiveObject>) => (await lacks(changes))[0]?.fix;
    expect(await fix({ keys: secret("mlflow/object-store-keys", { ACCESS_KEY_ID: "a" }) })).toBe(
      `kubectl --namespace mlflow create secret generic object-store-keys --type=Opaque --from-literal=SECRET_ACCESS_KEY="$\{SECRET_ACCESS_KEY:?}" --dry-run=client --output json | kubectl --namespace mlflow patch secret object-store-keys --type merge --patch-file /dev/stdin`,
    );
    expect(await fix({ storageClass: storageClass(false) })).toBe(
      "pulumi config set --path 'mlops-platform:mlflow.database.storageClass' standard",
    );
    expect(await fix({ operator: deployment("databases/cnpg", operatorLabels) })).toBe(
      "pulumi config set --path 'mlops-platform:cluster.operatorNamespace' databases",
    );
    expect(await fix({ operator: deployment("cnpg-system/cnpg", operatorLabels, { available: 0 }) })).toBe(
      "kubectl --namespace cnpg-system describe pods --selector app.kubernetes.io/name=cloudnative-pg",
    );
    expect(await fix({ operator: deployment("cnpg-system/cnpg", operatorLabels, { replicas: 0 }) })).toBe(
      "kubectl --namespace cnpg-system scale deployment cnpg --replicas 1",
    );
    expect(await fix({ endpoints: endpoints(16443) })).toBe(
      [443, 6443, 16443]
        .map((port, index) => `pulumi config set --path 'mlops-platform:cluster.apiServerPorts[${index}]' ${port}`)
        .join(" && "),
    );
  });
});

describe("a cluster that does not let itself be read", () => {
  it("leaves what is forbidden open, and names the right", async () => {
    const cluster = new ClusterDouble(Object.values(complete), { Secret: { code: 403 }, EndpointSlice: { code: 403 } });
    expect(summary(await unmet(mlflowStack(), cluster))).toContainEqual([
      "Secret mlflow/mlflow-credentials",
      "unread",
      "no permission to get Secret mlflow-credentials in namespace mlflow",
    ]);
    expect(summary(await unmet(mlflowStack(), cluster))).toContainEqual([
      "Ports of the API server",
      "unread",
      "no permission to list EndpointSlice in namespace default",
    ]);
  });

  it("says what is wrong with an operator as far as it may be read", async () => {
    const objects = Object.values({ ...complete, operator: undefined }).filter((object) => object !== undefined);
    const cluster = new ClusterDouble(objects, { CustomResourceDefinition: { code: 403 } });
    const [operator, plugin] = await unmet(mlflowStack(), cluster);
    expect(operator).toMatchObject({ state: "unmet", found: expect.stringContaining("no Deployment labelled") });
    expect(plugin).toMatchObject({ state: "unread", found: expect.stringContaining("get CustomResourceDefinition") });
  });

  it("goes on where the API server fails at one thing", async () => {
    const cluster = new ClusterDouble(Object.values(complete), { StorageClass: { code: 503 } });
    expect(summary(await unmet(mlflowStack(), cluster))).toEqual([
      ["Default StorageClass", "unread", "the API server answers 503 to list StorageClass in all namespaces"],
    ]);
  });

  it.each([
    ["no connection", { message: "fetch failed", cause: { code: "ECONNREFUSED" } }, "ECONNREFUSED"],
    ["no kubeconfig", { code: "ENOENT", message: "open config" }, "ENOENT"],
    ["unknown credentials", { code: 401 }, "401"],
    ["a broken kubeconfig", { name: "YAMLException", message: "token: canary" }, "YAMLException"],
  ])("is unreachable with %s, and is asked once", async (_case, error, reason) => {
    const cluster = new ClusterDouble([], { "*": error });
    await expect(evaluate(needs(mlflowStack()), cluster)).rejects.toThrow(new Unreachable(reason));
    expect(cluster.asked).toEqual(["Namespace"]);
  });

  it("is not asked where a stack needs nothing", async () => {
    const cluster = new ClusterDouble([], { "*": { code: "ECONNREFUSED" } });
    expect(await evaluate([], cluster)).toEqual([]);
  });

  it("is given up on when it says nothing", async () => {
    const silent = { read: () => new Promise<never>(() => undefined), list: async () => [] };
    await expect(evaluate(needs(mlflowStack()), silent, 20)).rejects.toThrow("nothing within 0.02 s");
  });
});

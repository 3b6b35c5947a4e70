import { matchesGlob } from "node:path";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import { secret } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import type { RecordedResource } from "../../../commands/render/monitor.ts";
import type { Route } from "../../../components/kubernetes/route.ts";
import type { MlflowArgs } from "../../../components/mlflow/args.ts";
import { Mlflow } from "../../../components/mlflow/mlflow.ts";
import { versionLabel } from "../../../components/releaseGuard/releaseMark.ts";
import { Secret } from "../../../graph/inputs.ts";
import { LiveClusterDouble } from "../../support/liveClusterDouble.ts";
import { ObjectStoreDouble } from "../../support/objectStoreDouble.ts";
import { at, type Stack, stack } from "../../support/stack.ts";

const args: MlflowArgs = {
  namespace: "ml",
  host: "mlflow.example.com",
  image: "ghcr.io/mlflow/mlflow:v3.17.2-full",
  platform: "kubernetes",
  replicas: 2,
  workers: 2,
  tmpSize: "10Gi",
  adminUsername: "admin",
  credentials: { kind: "existing", secretName: "mlflow-credentials" },
  exposure: {
    kind: "httpRoute",
    gateway: { name: "mlops", namespace: "gateway", proxyNamespace: "envoy-gateway-system" },
  },
  artifactsPrefix: "mlflow",
  allowedHosts: [],
  allowedOrigins: [],
  garbageCollection: { schedule: "0 3 * * *", olderThan: "30d" },
  monitoring: true,
  monitoringNamespace: "monitoring",
  database: {
    host: "mlflow-pg-v1-rw",
    port: 5432,
    secretName: "mlflow-pg-owner",
    ca: { name: "mlflow-pg-v1-ca", key: "ca.crt" },
    podLabels: { "cnpg.io/cluster": "mlflow-pg-v1" },
    ready: [],
  },
  objectStore: new ObjectStoreDouble(),
};

const make = (changes: Partial<MlflowArgs> = {}): Promise<Stack> =>
  stack(() => {
    const database = new ConfigMap("the-database", {});
    const mlflow = new Mlflow("mlflow", { ...args, database: { ...args.database, ready: [database] }, ...changes });
    return { url: mlflow.url, serviceUrl: mlflow.serviceUrl };
  });

interface Container {
  name: string;
  image: string;
  command: string[];
  args: string[];
  env: { name: string; value?: string; valueFrom?: { secretKeyRef: { name: string; key: string } } }[];
  resources: { requests: Record<string, string>; limits: Record<string, string> };
  securityContext: unknown;
  startupProbe: { periodSeconds: number; failureThreshold: number };
}

/** The first container of a workload's pods, wherever the kind keeps its template. */
function container(workload: RecordedResource): Container {
  const template = at(workload, "spec.jobTemplate") ? "spec.jobTemplate.spec.template" : "spec.template";
  return (at(workload, `${template}.spec.containers`) as unknown as [Container])[0];
}

function variable(workload: RecordedResource, name: string) {
  const found = container(workload).env.find((each) => each.name === name);
  return found?.value ?? found?.valueFrom?.secretKeyRef;
}

describe("the tracking server", () => {
  it("serves with basic auth and metrics, and accepts its own names only", async () => {
    const { one } = await make();
    const server = container(one("Deployment"));
    expect(server.command).toEqual(["mlflow"]);
    expect(server.args).toEqual([
      "server",
      "--host=0.0.0.0",
      "--port=5000",
      "--workers=2",
      "--app-name=basic-auth",
      "--backend-store-uri=postgresql+psycopg2:///mlflow",
      "--artifacts-destination=s3://artifacts/mlflow",
      "--expose-prometheus=/tmp/prometheus",
      expect.stringMatching(
        /^--allowed-hosts=mlflow\.example\.com,mlflow:\*,mlflow\.ml:\*,mlflow\.ml\.svc:\*,mlflow\.ml\.svc\.cluster\.local:\*,localhost:\*,10\.\*\[0-9\]:5000/,
      ),
      "--cors-allowed-origins=https://mlflow.example.com",
      "--x-frame-options=DENY",
    ]);
  });

  it("accepts pod addresses as hosts only where Prometheus scrapes them", async () => {
    const { one } = await make({ monitoring: false });
    expect(container(one("Deployment")).args.join(" ")).toContain("localhost:* ");
    expect(container(one("Deployment")).args.join(" ")).not.toContain("10.*");
  });

  it("accepts an address as a host, and no name that begins like one", async () => {
    const { one } = await make();
    const [, patterns = ""] = /--allowed-hosts=(\S+)/.exec(container(one("Deployment")).args.join(" ")) ?? [];
    const accepts = (host: string) => patterns.split(",").some((pattern) => matchesGlob(host, pattern));
    expect(accepts("10.244.1.5:5000")).toBe(true);
    expect(accepts("172.31.0.9:5000")).toBe(true);
    expect(accepts("172.32.0.9:5000")).toBe(false);
    expect(accepts("10.evil.example.com:5000")).toBe(false);
    expect(accepts("10.evil.example.com")).toBe(false);
  });

  it("accepts further hosts and origins", async () => {
    const { one } = await make({ allowedHosts: ["ml.internal"], allowedOrigins: ["https://lab.example.com"] });
    const text = container(one("Deployment")).args.join(" ");
    expect(text).toMatch(/--allowed-hosts=\S+,ml\.internal /);
    expect(text).toContain("--cors-allowed-origins=https://mlflow.example.com,https://lab.example.com");
  });

  it("checks the certificate of its database and takes the password from a Secret", async () => {
    const { one } = await make();
    const server = one("Deployment");
    expect(variable(server, "PGHOST")).toBe("mlflow-pg-v1-rw");
    expect(variable(server, "PGSSLMODE")).toBe("verify-full");
    expect(variable(server, "PGSSLROOTCERT")).toBe("/etc/postgresql-ca/ca.crt");
    expect(variable(server, "PGPASSWORD")).toEqual({ name: "mlflow-pg-owner", key: "password" });
  });

  it("mounts the CA's certificate and not its private key", async () => {
    const { one } = await make();
    expect(at(one("Deployment"), "spec.template.spec.volumes")).toContainEqual({
      name: "postgresql-ca",
      secret: { secretName: "mlflow-pg-v1-ca", items: [{ key: "ca.crt", path: "ca.crt" }] },
    });
  });

  it("keeps jobs and telemetry off", async () => {
    const { one } = await make();
    expect(variable(one("Deployment"), "MLFLOW_SERVER_ENABLE_JOB_EXECUTION")).toBe("false");
    expect(variable(one("Deployment"), "MLFLOW_DISABLE_TELEMETRY")).toBe("true");
  });

  it("uses the grant of its service account", async () => {
    const objectStore = new ObjectStoreDouble();
    const { one } = await make({ objectStore });
    expect(objectStore.asked).toEqual([
      { bucket: "artifacts", namespace: "ml", serviceAccount: "mlflow", prefix: "mlflow", access: "readWrite" },
    ]);
    expect(at(one("ServiceAccount"), "metadata.annotations")).toEqual({ "cloud.example.com/identity": "mlflow" });
    expect(at(one("Deployment"), "spec.template.metadata.labels")).toMatchObject({ "cloud.example.com/use": "true" });
    expect(variable(one("Deployment"), "STORE_REGION")).toBe("here");
    expect(variable(one("Deployment"), "STORE_KEY")).toEqual({ name: "store-keys", key: "key" });
  });

  it("keeps secrets out of its settings file", async () => {
    const { one } = await make();
    const settings = JSON.stringify(one("ConfigMap", "mlflow-basic-auth").inputs);
    expect(settings).toContain("database_uri = postgresql+psycopg2:///mlflow_auth");
    expect(settings).not.toMatch(/password|secret/i);
  });

  it.each([
    [1, "512Mi", "768Mi"],
    [2, "768Mi", "1024Mi"],
    [4, "1280Mi", "1536Mi"],
  ])("with %i workers requests %s of memory, with a limit of %s", async (workers, request, limit) => {
    const { one } = await make({ workers });
    const { requests, limits } = container(one("Deployment")).resources;
    expect([requests.memory, limits.memory]).toEqual([request, limit]);
  });

  it.each([
    ["10Gi", "11264Mi"],
    ["500Mi", "1524Mi"],
    ["100Ki", "1025Mi"],
    ["1Ti", "1049600Mi"],
  ])("requests %s of disk for uploads, with a limit of %s that includes logs", async (tmpSize, limit) => {
    const { one } = await make({ tmpSize });
    const { requests, limits } = container(one("Deployment")).resources;
    expect([requests["ephemeral-storage"], limits["ephemeral-storage"]]).toEqual([tmpSize, limit]);
  });

  it("has three minutes to start, and probes a page that needs no database", async () => {
    const { one } = await make();
    const { periodSeconds, failureThreshold } = container(one("Deployment")).startupProbe;
    expect(periodSeconds * failureThreshold).toBe(180);
    for (const probe of ["startupProbe", "livenessProbe", "readinessProbe"]) {
      expect(at(one("Deployment"), `spec.template.spec.containers.0.${probe}.httpGet.path`)).toBe("/health");
    }
  });

  it("replaces all pods at once: two versions never serve one schema", async () => {
    const { one } = await make();
    expect(at(one("Deployment"), "spec.strategy")).toEqual({ type: "Recreate" });
  });

  it("has a disruption budget, spreads over zones and nodes, and is reached through its Service", async () => {
    const { one } = await make();
    const selector = {
      "app.kubernetes.io/name": "mlflow",
      "app.kubernetes.io/instance": "mlflow",
      "app.kubernetes.io/component": "server",
    };
    expect(at(one("PodDisruptionBudget"), "spec")).toMatchObject({
      maxUnavailable: 1,
      selector: { matchLabels: selector },
    });
    expect(at(one("Service"), "spec.selector")).toEqual(selector);
    expect(at(one("Deployment"), "spec.template.spec.topologySpreadConstraints")).toHaveLength(2);
  });

  it("exports its addresses", async () => {
    expect((await make()).outputs).toEqual({
      url: "https://mlflow.example.com",
      serviceUrl: "http://mlflow.ml.svc:5000",
    });
  });
});

describe("the schema migration", () => {
  it("migrates the tracking schema and then the users schema to the image's version", async () => {
    const { one } = await make();
    expect(at(one("Job"), "spec.template.spec.initContainers.0.command")).toEqual([
      "mlflow",
      "db",
      "upgrade",
      "postgresql+psycopg2:///mlflow",
    ]);
    expect(container(one("Job")).command).toEqual([
      "python",
      "-m",
      "mlflow.server.auth",
      "db",
      "upgrade",
      "--url",
      "postgresql+psycopg2:///mlflow_auth",
    ]);
  });

  it("waits for the database, and the server waits for it", async () => {
    const recorded = await make();
    expect(recorded.waitsFor(recorded.one("Job"))).toContain("the-database");
    expect(recorded.waitsFor(recorded.one("Deployment"))).toContain("mlflow-migrate");
  });

  it("runs again for another image or database only", async () => {
    const spec = async (changes: Partial<MlflowArgs>) =>
      at((await make(changes)).one("Job"), "metadata.annotations.mlops-platform/spec");
    const first = await spec({});
    expect(await spec({ replicas: 5, workers: 4 })).toBe(first);
    expect(await spec({ image: "ghcr.io/mlflow/mlflow:v3.18.0-full" })).not.toBe(first);
    expect(await spec({ database: { ...args.database, host: "mlflow-pg-v2-rw" } })).not.toBe(first);
  });

  it("keeps its name and is deleted before its replacement, so that a revert finds no other Job", async () => {
    const { one } = await make({ image: "ghcr.io/mlflow/mlflow:v3.18.0-full" });
    expect(at(one("Job"), "metadata.name")).toBe("mlflow-migrate");
    expect(one("Job").deleteBeforeReplace).toBe(true);
  });
});

describe("going back to an earlier version", () => {
  const labelOf = (workload: RecordedResource) =>
    (at(workload, "metadata.labels") as Record<string, string>)[versionLabel];

  it("is guarded on the version mark, which moves once the migration has succeeded", async () => {
    const recorded = await make({ live: new LiveClusterDouble([]) });
    const mark = recorded.one("ConfigMap", "mlflow-release");
    expect(mark.hooks.beforeUpdate).toEqual(["mlflow-release-guard", "mlflow-release-milestone"]);
    expect(labelOf(mark)).toBe("3.17.2");
    expect(recorded.waitsFor(mark)).toEqual(["mlflow-migrate"]);
    expect(recorded.waitsFor(recorded.one("Deployment"))).toContain("mlflow-release");
  });

  it("is guarded on the migration too, which comes first in an update without a preview", async () => {
    const { one } = await make({ live: new LiveClusterDouble([]) });
    expect(one("Job").hooks.beforeCreate).toEqual(["mlflow-migrate-release-guard"]);
  });

  it("is guarded on the server where manifests are only written", async () => {
    const { one } = await make();
    expect(one("Deployment").hooks.beforeUpdate).toEqual(["mlflow-release-guard"]);
    expect(labelOf(one("Deployment"))).toBe("3.17.2");
  });

  it("needs no label of the pods, whose selector can't be changed", async () => {
    const { one } = await make();
    expect(JSON.stringify(at(one("Deployment"), "spec.selector"))).not.toContain(versionLabel);
  });

  it.each([
    ["registry.example.com/mlflow:3.18.0rc1", "3.18.0rc1"],
    [`mlflow:v3.17.2-full@sha256:${"0".repeat(64)}`, "3.17.2"],
    [`mlflow@sha256:${"0".repeat(64)}`, undefined],
    ["mlflow:latest", undefined],
  ])("reads the version of %s", async (image, version) => {
    const { one } = await make({ image });
    expect(labelOf(one("Deployment"))).toBe(version);
  });

  it("is allowed by restoredTo, which must be the image's own version", async () => {
    await expect(make({ restoredTo: "3.17.2" })).resolves.toBeDefined();
    await expect(make({ restoredTo: "3.16.0" })).rejects.toThrow(
      "restoredTo: expected the version that the image's tag says, or nothing",
    );
  });
});

describe("pods", () => {
  const workloads = ["Deployment", "Job", "CronJob"];

  it.each(workloads)(
    "of a %s run restricted: read-only root, no capability, a numeric user, no API token",
    async (kind) => {
      const { one } = await make();
      const workload = one(kind);
      const pod = kind === "CronJob" ? "spec.jobTemplate.spec.template.spec" : "spec.template.spec";
      expect(at(workload, `${pod}.automountServiceAccountToken`)).toBe(false);
      expect(at(workload, `${pod}.securityContext`)).toMatchObject({
        runAsNonRoot: true,
        runAsUser: 10001,
        seccompProfile: { type: "RuntimeDefault" },
      });
      expect(container(workload).securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
    },
  );

  it.each(workloads)("of a %s leave the user to OpenShift", async (kind) => {
    const { one } = await make({ platform: "openshift" });
    const pod = kind === "CronJob" ? "spec.jobTemplate.spec.template.spec" : "spec.template.spec";
    expect(at(one(kind), `${pod}.securityContext`)).toEqual({
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    });
  });
});

describe("garbage collection", () => {
  it("removes old deleted runs through the server, as the administrator", async () => {
    const { one } = await make({ garbageCollection: { schedule: "0 4 * * 0", olderThan: "90d" } });
    const gc = one("CronJob");
    expect(at(gc, "spec.schedule")).toBe("0 4 * * 0");
    expect(at(gc, "spec.startingDeadlineSeconds")).toBe(3600);
    expect(container(gc).args).toEqual([
      "gc",
      "--older-than=90d",
      "--backend-store-uri=postgresql+psycopg2:///mlflow",
      "--artifacts-destination=s3://artifacts/mlflow",
    ]);
    expect(variable(gc, "MLFLOW_TRACKING_URI")).toBe("http://mlflow.ml.svc:5000");
    expect(variable(gc, "MLFLOW_TRACKING_PASSWORD")).toEqual({ name: "mlflow-credentials", key: "password" });
  });
});

describe("the exposure", () => {
  it("is an HTTPRoute on the Gateway's listener", async () => {
    const gateway = { name: "mlops", namespace: "gateway", proxyNamespace: "envoy", sectionName: "https" };
    const { one } = await make({ exposure: { kind: "httpRoute", gateway } });
    expect(at(one("HTTPRoute"), "spec")).toMatchObject({
      parentRefs: [{ name: "mlops", namespace: "gateway", sectionName: "https" }],
      hostnames: ["mlflow.example.com"],
      rules: [{ backendRefs: [{ name: "mlflow", port: 5000 }] }],
    });
  });

  it("is a route of the stack's own Gateway", async () => {
    let routes: Route[] = [];
    const { all } = await stack(() => {
      const exposure = { kind: "gateway", proxyNamespace: "envoy" } as const;
      routes = new Mlflow("mlflow", { ...args, exposure }).routes;
    });
    const service = { name: "mlflow", namespace: "ml", port: 5000 };
    expect(routes).toMatchObject([{ name: "mlflow", host: "mlflow.example.com", service, timeout: "10m" }]);
    expect(routes[0]?.ready).toEqual([expect.any(Service)]);
    expect(all("HTTPRoute")).toEqual([]);
  });

  it("needs no route of the stack's own Gateway for another Gateway", async () => {
    let routes: unknown;
    await stack(() => {
      routes = new Mlflow("mlflow", args).routes;
    });
    expect(routes).toEqual([]);
  });

  it("is a Route with TLS on OpenShift, with time for large uploads", async () => {
    const { one, all } = await make({ platform: "openshift", exposure: { kind: "route" } });
    expect(at(one("Route"), "spec.tls")).toEqual({ termination: "edge", insecureEdgeTerminationPolicy: "Redirect" });
    expect(at(one("Route"), "metadata.annotations")).toEqual({ "haproxy.router.openshift.io/timeout": "10m" });
    expect(all("HTTPRoute")).toEqual([]);
  });

  it("is an Ingress with a certificate and no limit on uploads", async () => {
    const exposure = {
      kind: "ingress",
      className: "nginx",
      controllerNamespace: "ingress-nginx",
      tlsSecretName: "mlflow-tls",
    } as const;
    const { one } = await make({ exposure });
    expect(at(one("Ingress"), "spec")).toMatchObject({
      ingressClassName: "nginx",
      tls: [{ hosts: ["mlflow.example.com"], secretName: "mlflow-tls" }],
    });
  });

  it("is a Service alone for port forwarding, and accepts localhost as a host", async () => {
    let mlflow: Mlflow | undefined;
    const { all, one } = await stack(() => {
      mlflow = new Mlflow("mlflow", { ...args, exposure: { kind: "none" } });
    });
    expect(["HTTPRoute", "Route", "Ingress"].flatMap(all)).toEqual([]);
    expect([mlflow?.url, mlflow?.routes]).toEqual([undefined, []]);
    expect(container(one("Deployment")).args.join()).toMatch(/--allowed-hosts=[^ ]*localhost:\*/);
  });

  it.each<[string, MlflowArgs["exposure"], unknown]>([
    ["Gateway's proxies", args.exposure, { matchLabels: { "kubernetes.io/metadata.name": "envoy-gateway-system" } }],
    [
      "proxies of the stack's own Gateway",
      { kind: "gateway", proxyNamespace: "envoy" },
      { matchLabels: { "kubernetes.io/metadata.name": "envoy" } },
    ],
    ["OpenShift router", { kind: "route" }, { matchLabels: { "network.openshift.io/policy-group": "ingress" } }],
    [
      "ingress controller",
      { kind: "ingress", className: "nginx", controllerNamespace: "ingress-nginx", tlsSecretName: "tls" },
      { matchLabels: { "kubernetes.io/metadata.name": "ingress-nginx" } },
    ],
  ])("admits the %s, Prometheus and its own pods only", async (_who, exposure, namespaceSelector) => {
    const { one } = await make({ exposure });
    expect(at(one("NetworkPolicy"), "spec.ingress.0.from")).toEqual([
      { namespaceSelector },
      { podSelector: { matchLabels: { "app.kubernetes.io/name": "mlflow", "app.kubernetes.io/instance": "mlflow" } } },
      { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } } },
    ]);
  });

  it("admits Prometheus and its own pods only, where nothing exposes it", async () => {
    const { one } = await make({ exposure: { kind: "none" } });
    expect(at(one("NetworkPolicy"), "spec.ingress.0.from")).toEqual([
      { podSelector: { matchLabels: { "app.kubernetes.io/name": "mlflow", "app.kubernetes.io/instance": "mlflow" } } },
      { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } } },
    ]);
  });

  it("allows egress to DNS, the server, the database and the object store", async () => {
    const { one } = await make();
    const egress = at(one("NetworkPolicy"), "spec.egress") as unknown as { ports: { port: number }[]; to?: unknown }[];
    expect(egress.map(({ ports }) => [...new Set(ports.map(({ port }) => port))])).toEqual([
      [53, 5353],
      [5000],
      [5432],
      [9000],
    ]);
  });
});

describe("monitoring", () => {
  it("scrapes with credentials, without which metrics are refused", async () => {
    const { one } = await make();
    expect(at(one("ServiceMonitor"), "spec.endpoints.0")).toMatchObject({
      port: "http",
      path: "/metrics",
      basicAuth: {
        username: { name: "mlflow-credentials", key: "username" },
        password: { name: "mlflow-credentials", key: "password" },
      },
    });
  });

  it("is left out without the Prometheus operator", async () => {
    expect((await make({ monitoring: false })).all("ServiceMonitor")).toEqual([]);
  });
});

describe("credentials from config", () => {
  it("become one Secret whose values are never shown", async () => {
    const credentials = {
      kind: "configured",
      adminPassword: secret("canary-password"),
      flaskSecretKey: secret("canary-flask"),
      kekPassphrase: secret("canary-kek"),
    } as const;
    const recorded = await make({ credentials });
    const made = recorded.one("Secret");
    expect(at(made, "metadata.name")).toBe("mlflow-credentials");
    const values = at(made, "stringData");
    expect(values).toBeInstanceOf(Secret);
    expect(Object.keys((values as Secret).reveal() as object).sort()).toEqual([
      "flask-secret-key",
      "kek-passphrase",
      "password",
      "username",
    ]);
    expect(JSON.stringify(recorded.resources)).not.toContain("canary");
    expect(recorded.waitsFor(recorded.one("Deployment"))).toContain("mlflow-credentials");
  });
});

describe("wrong args", () => {
  it.each([
    ["a host that is no host name", { host: "https://mlflow" }, "host: expected a host name"],
    ["no worker", { workers: 0 }, "workers: expected at least 1, found 0"],
    ["an image without a tag", { image: "mlflow" }, "image: expected an image with its tag or digest"],
    [
      "a prefix with a slash at its end",
      { artifactsPrefix: "mlflow/" },
      "artifactsPrefix: expected a path without slashes",
    ],
    [
      "six cron fields",
      { garbageCollection: { schedule: "0 0 3 * * *", olderThan: "30d" } },
      "garbageCollection.schedule: expected five cron fields",
    ],
    [
      "an age in hours",
      { garbageCollection: { schedule: "0 3 * * *", olderThan: "12h" } },
      "garbageCollection.olderThan: expected days",
    ],
  ])("are refused: %s", async (_case, wrong, message) => {
    await expect(make(wrong)).rejects.toThrow(message);
  });

  it("are named all at once", async () => {
    await expect(make({ workers: 0, replicas: 0 })).rejects.toThrow(/replicas: .*\n.*workers: /);
  });
});

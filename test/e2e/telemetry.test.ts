/** The telemetry service through the real engine and provider on a real API server: up, change, refresh, destroy. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LocalCluster } from "./support/cluster.ts";
import { PulumiHome, type PulumiStack } from "./support/pulumi.ts";
import { type Config, merged } from "./support/stackConfig.ts";
import { cannotRun, toolchain } from "./support/toolchain.ts";
import type { Update } from "./support/update.ts";

interface Deployment {
  spec: { replicas: number; template: { metadata: object; spec: { containers: object[] } } };
  status: { readyReplicas?: number };
}

const common: Config = {
  kind: "standalone",
  image: { repository: "registry.example.com/h2oai-modelstorage-telemetry", tag: "0.68.1" },
  serverAddress: "events.telemetry.svc.cluster.local:80",
  variables: { serverAddress: "SERVER", logLevel: "LEVEL", connectionString: "DATABASE" },
};

const withSecret: Config = {
  ...common,
  namespace: { kind: "existing", name: "mlops" },
  tolerations: [{ key: "type", value: "cpu-consolidation", effect: "NoSchedule" }],
  database: { kind: "connectionString", host: "postgres", secretName: "storage-database", key: "dsn" },
};

const withIam: Config = {
  ...common,
  namespace: { name: "mlops-iam" },
  database: {
    kind: "iam",
    host: "mlops.abc.eu-central-1.rds.amazonaws.com",
    database: "storage",
    user: "mlops",
    region: "eu-central-1",
    roleArn: "arn:aws:iam::111122223333:role/telemetry",
  },
};

describe.skipIf(cannotRun())("telemetry on a cluster", () => {
  let cluster: LocalCluster;
  let home: PulumiHome;

  beforeAll(async () => {
    const tools = await toolchain();
    cluster = await LocalCluster.start(tools);
    home = new PulumiHome(tools);
    await cluster.shell(`
      kubectl create namespace mlops
      kubectl label namespace mlops pod-security.kubernetes.io/enforce=restricted
      kubectl -n mlops create secret generic storage-database --from-literal=dsn=a-value-for-tests-only
    `);
  });

  afterAll(async () => {
    home?.remove();
    await cluster?.stop();
  });

  describe("in a namespace that is there, with a connection string", () => {
    let stack: PulumiStack;
    let first: Update;

    beforeAll(async () => {
      stack = await home.stack("secret", config(withSecret));
      first = await stack.up();
    });

    it("goes up, with a pod that Pod Security `restricted` admits", async () => {
      expect(first.errors).toBe("");
      expect(first.succeeded).toBe(true);
      expect(await readyReplicas("mlops")).toBe(1);
    });

    it("would be told of a pod that Pod Security refuses", async () => {
      const { spec } = await cluster.get<Deployment>("deployment", "telemetry", "mlops");
      const { metadata, spec: pod } = spec.template;
      const containers = pod.containers.map((container) => ({ ...container, securityContext: undefined }));
      expect(await created({ metadata, spec: pod })).toContain("pod/telemetry created");
      expect(await created({ metadata, spec: { ...pod, containers } })).toContain("violates PodSecurity");
    });

    it("changes nothing when it goes up again, and finds nothing changed", async () => {
      const { succeeded, steps } = await stack.up();
      expect(steps).toEqual([]);
      expect(succeeded).toBe(true);
      expect((await stack.refresh("--expect-no-changes")).succeeded).toBe(true);
    });

    it("updates the Deployment alone for another interval, level, node or image", async () => {
      const image = { tag: "0.69.0" };
      const nodeSelector = { "kubernetes.io/os": "linux" };
      stack.configure(
        config(merged(withSecret, { schedulerIntervalSeconds: 60, logLevel: "debug", image, nodeSelector })),
      );
      const { succeeded, steps } = await stack.up();
      expect(steps).toEqual([{ op: "update", type: "Deployment", name: "telemetry" }]);
      expect(succeeded).toBe(true);
      const { spec } = await cluster.get<Deployment>("deployment", "telemetry", "mlops");
      expect(spec.template.spec.containers[0]).toMatchObject({
        image: "registry.example.com/h2oai-modelstorage-telemetry:0.69.0",
        env: expect.arrayContaining([{ name: "SCHEDULER_INTERVAL_SECONDS", value: "60" }]),
      });
    });

    it("has a disruption budget with a second pod, and loses it again", async () => {
      stack.configure(config({ ...withSecret, replicas: 2 }));
      expect((await stack.up()).of("PodDisruptionBudget")).toMatchObject([{ op: "create" }]);
      expect(await readyReplicas("mlops")).toBe(2);
      stack.configure(config(withSecret));
      expect((await stack.up()).of("PodDisruptionBudget")).toMatchObject([{ op: "delete" }]);
    });

    it("is destroyed, and leaves the namespace and the Secret", async () => {
      const { succeeded, errors } = await stack.destroy("--skip-preview");
      expect(errors).toBe("");
      expect(succeeded).toBe(true);
      for (const kind of ["deployment", "networkpolicy", "serviceaccount", "poddisruptionbudget"]) {
        expect(await cluster.exists(kind, "telemetry", "mlops"), kind).toBe(false);
      }
      expect(await cluster.exists("secret", "storage-database", "mlops")).toBe(true);
    });
  });

  describe("in a namespace of its own, with login through AWS IAM", () => {
    let stack: PulumiStack;
    let up: Update;

    beforeAll(async () => {
      stack = await home.stack("iam", config(withIam));
      up = await stack.up();
    });

    it("goes up, in a namespace that enforces Pod Security `restricted`", async () => {
      expect(up.errors).toBe("");
      expect(up.succeeded).toBe(true);
      const { metadata } = await cluster.get("namespace", "mlops-iam", "default");
      expect(metadata.labels).toMatchObject({ "pod-security.kubernetes.io/enforce": "restricted" });
      expect(await readyReplicas("mlops-iam")).toBe(1);
    });

    it("is destroyed once its namespace is unprotected, which stays", async () => {
      expect((await stack.destroy()).output).toMatch(/Namespace::mlops-iam.* cannot be deleted/);
      await stack.unprotect();
      expect((await stack.destroy("--skip-preview")).succeeded).toBe(true);
      expect(await cluster.exists("deployment", "telemetry", "mlops-iam")).toBe(false);
      expect(await cluster.exists("namespace", "mlops-iam", "default")).toBe(true);
    });
  });

  /** A stack with telemetry alone. */
  function config(telemetry: Config): Config {
    return { domain: "example.com", cluster: { kubeconfig: cluster.kubeconfig }, telemetry };
  }

  async function readyReplicas(namespace: string): Promise<number> {
    const { status } = await cluster.get<Deployment>("deployment", "telemetry", namespace);
    return status.readyReplicas ?? 0;
  }

  /** What the API server says of a pod, which it does not keep. */
  async function created({ metadata, spec }: { metadata: object; spec: object }): Promise<string> {
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { ...metadata, name: "telemetry", namespace: "mlops" },
      spec,
    };
    return (await cluster.tryKubectl(["create", "--dry-run=server", "--filename", "-"], JSON.stringify(pod))).output;
  }
});

import { matchesGlob } from "node:path";
import { describe, expect, it } from "vitest";
import { at } from "../../support/stack.ts";
import { container, deployed } from "./deployed.ts";

describe("the tracking server", () => {
  it("asks for a login, and does not show in frames of other pages", async () => {
    const { args } = container((await deployed()).one("Deployment"));
    expect(args).toEqual(expect.arrayContaining(["--app-name=basic-auth", "--x-frame-options=DENY"]));
  });

  it("keeps runs in its database, and artifacts below its prefix", async () => {
    const { args } = container((await deployed()).one("Deployment"));
    expect(args).toContain("--backend-store-uri=postgresql+psycopg2:///mlflow");
    expect(args).toContain("--artifacts-destination=s3://artifacts/mlflow");
  });

  it("listens on its Service's port with the given workers", async () => {
    const { one } = await deployed({ workers: 3 });
    const { args } = container(one("Deployment"));
    expect(args).toEqual(expect.arrayContaining(["--host=0.0.0.0", "--port=5000", "--workers=3"]));
    expect(at(one("Service"), "spec.ports.0.port")).toBe(5000);
  });

  it("serves metrics", async () => {
    expect(container((await deployed()).one("Deployment")).args).toContain("--expose-prometheus=/tmp/prometheus");
  });

  it("accepts its own names only", async () => {
    const text = container((await deployed()).one("Deployment")).args.join(" ");
    expect(text).toContain(
      "--allowed-hosts=mlflow.example.com,mlflow:*,mlflow.ml:*,mlflow.ml.svc:*,mlflow.ml.svc.cluster.local:*,localhost:*,",
    );
    expect(text).toContain("--cors-allowed-origins=https://mlflow.example.com ");
  });

  it("accepts pod addresses as hosts only where Prometheus scrapes them", async () => {
    const { one } = await deployed({ monitoring: false });
    expect(container(one("Deployment")).args.join(" ")).toContain("localhost:* ");
    expect(container(one("Deployment")).args.join(" ")).not.toContain("10.*");
  });

  it("accepts an address as a host, and no name that begins like one", async () => {
    const { one } = await deployed();
    const [, patterns = ""] = /--allowed-hosts=(\S+)/.exec(container(one("Deployment")).args.join(" ")) ?? [];
    const accepts = (host: string) => patterns.split(",").some((pattern) => matchesGlob(host, pattern));
    expect(accepts("10.244.1.5:5000")).toBe(true);
    expect(accepts("172.31.0.9:5000")).toBe(true);
    expect(accepts("172.32.0.9:5000")).toBe(false);
    expect(accepts("10.evil.example.com:5000")).toBe(false);
    expect(accepts("10.evil.example.com")).toBe(false);
  });

  it("accepts further hosts and origins", async () => {
    const { one } = await deployed({ allowedHosts: ["ml.internal"], allowedOrigins: ["https://lab.example.com"] });
    const text = container(one("Deployment")).args.join(" ");
    expect(text).toMatch(/--allowed-hosts=\S+,ml\.internal /);
    expect(text).toContain("--cors-allowed-origins=https://mlflow.example.com,https://lab.example.com");
  });

  it("mounts the CA's certificate and not its private key", async () => {
    const { one } = await deployed();
    expect(at(one("Deployment"), "spec.template.spec.volumes")).toContainEqual({
      name: "postgresql-ca",
      secret: { secretName: "mlflow-pg-v1-ca", items: [{ key: "ca.crt", path: "ca.crt" }] },
    });
  });

  it.each([
    [1, "512Mi", "768Mi"],
    [2, "768Mi", "1024Mi"],
    [4, "1280Mi", "1536Mi"],
  ])("with %i workers requests %s of memory, with a limit of %s", async (workers, request, limit) => {
    const { one } = await deployed({ workers });
    const { requests, limits } = container(one("Deployment")).resources;
    expect([requests.memory, limits.memory]).toEqual([request, limit]);
  });

  it.each([
    ["10Gi", "11264Mi"],
    ["500Mi", "1524Mi"],
    ["100Ki", "1025Mi"],
    ["1Ti", "1049600Mi"],
  ])("requests %s of disk for uploads, with a limit of %s that includes logs", async (tmpSize, limit) => {
    const { one } = await deployed({ tmpSize });
    const { requests, limits } = container(one("Deployment")).resources;
    expect([requests["ephemeral-storage"], limits["ephemeral-storage"]]).toEqual([tmpSize, limit]);
  });

  it("has three minutes to start, and probes a page that needs no database", async () => {
    const { one } = await deployed();
    const { periodSeconds, failureThreshold } = container(one("Deployment")).startupProbe;
    expect(periodSeconds * failureThreshold).toBe(180);
    for (const probe of ["startupProbe", "livenessProbe", "readinessProbe"]) {
      expect(at(one("Deployment"), `spec.template.spec.containers.0.${probe}.httpGet.path`)).toBe("/health");
    }
  });

  it("replaces all pods at once: two versions never serve one schema", async () => {
    const { one } = await deployed();
    expect(at(one("Deployment"), "spec.strategy")).toEqual({ type: "Recreate" });
  });
});

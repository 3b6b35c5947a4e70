import { beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../support/client.ts";
import { buckets, host, namespace, secrets } from "../support/onPremises.ts";
import { monitorOf, type Platform, userOf } from "../support/platform.ts";

const password = secrets["mlflow.credentials.adminPassword"];

/** MLflow as its users meet it: through the gateway, with the real client. */
export function mlflow(platform: () => Platform): void {
  describe("MLflow", () => {
    let user: Client;
    let monitor: Client;

    beforeAll(async () => {
      user = await userOf(platform());
      monitor = await monitorOf(platform());
    });

    it("refuses who does not sign in, through the gateway and through its Service", async () => {
      expect(await user.status(`https://${host}/api/2.0/mlflow/experiments/search?max_results=1`)).toBe(401);
      const service = `http://mlflow.${namespace}.svc:5000/api/2.0/mlflow/experiments/search?max_results=1`;
      expect(await monitor.status(service)).toBe(401);
      expect(await monitor.status(service, "-u", `admin:${password}`)).toBe(200);
    });

    it("is known by a certificate that the gateway's CA has signed, and by no other", async () => {
      expect(await user.status(`https://${host}/health`)).toBe(200);
      expect(await user.status(`https://${host}/health`, "--cacert", "/store-ca/ca.crt")).toBe(0);
    });

    it("keeps runs, artifacts of 500 MB and models of the real client", async () => {
      const { code, stdout, output } = await user.script("usage.py", ["500"]);
      expect(code, output).toBe(0);
      expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).toMatchObject({
        param: "0.5",
        note: "hello",
        bigMegabytes: 500,
        model: "1",
        loaded: "PyFuncModel",
      });
    });

    it("has its artifacts in the bucket", async () => {
      const { node } = platform();
      const found = await node.shell(
        `kubectl -n object-store exec deploy/s3 -- /versitygw --version >/dev/null; find "$NODE_DIR/volumes" -path '*${buckets.artifacts}/mlflow/*' -name big.bin -size +499M | head -1`,
      );
      expect(found).toContain("big.bin");
    });

    it("answers Prometheus with the monitor's credentials only", async () => {
      const metrics = `http://mlflow.${namespace}.svc:5000/metrics`;
      expect(await monitor.status(metrics)).toBe(401);
      expect(await monitor.status(metrics, "-u", `admin:${password}`)).toBe(200);
    });

    it("checks the certificate of PostgreSQL and its name", async () => {
      const { node } = platform();
      const env = await node.kubectl(["-n", namespace, "exec", "deploy/mlflow", "--", "env"]);
      expect(env).toContain("PGSSLMODE=verify-full");
      const wrong = [
        "env",
        "PGHOST=mlflow-pg-v1-rw.mlflow.svc.cluster.local.",
        "PGSSLROOTCERT=/etc/object-store/ca.crt",
      ];
      const connect = "import psycopg2; psycopg2.connect(dbname='mlflow')";
      const refused = await node.tryKubectl([
        "-n",
        namespace,
        "exec",
        "deploy/mlflow",
        "--",
        ...wrong,
        "python",
        "-c",
        connect,
      ]);
      expect(refused.output).toContain("certificate verify failed");
    });

    it("loses the artifacts of a deleted run to garbage collection, and nothing else", async () => {
      const { node } = platform();
      const removed = await user.python(`
import mlflow
with mlflow.start_run() as run:
    mlflow.log_text("gone soon", "gone.txt")
mlflow.MlflowClient().delete_run(run.info.run_id)
print(run.info.run_id)
`);
      const run = removed.stdout.trim().split("\n").at(-1) ?? "";
      const job = JSON.parse(
        await node.kubectl([
          "-n",
          namespace,
          "create",
          "job",
          "gc",
          "--from=cronjob/mlflow-gc",
          "--dry-run=client",
          "-o",
          "json",
        ]),
      );
      const [container] = job.spec.template.spec.containers;
      container.args = container.args.map((arg: string) => arg.replace(/^--older-than=.*/, "--older-than=1s"));
      await node.kubectl(["apply", "-f", "-"], JSON.stringify(job));
      await node.kubectl(["-n", namespace, "wait", "job/gc", "--for=condition=Complete", "--timeout=240s"]);
      const files = await node.shell(`find "$NODE_DIR/volumes" -path '*${buckets.artifacts}/mlflow/*' -type f`);
      expect(files).not.toContain(run);
      expect(files).toContain("big.bin");
    });
  });
}

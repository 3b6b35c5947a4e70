import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client, type Logged, objects } from "./support/client.ts";
import { type ContainerProcess, differences, option } from "./support/container.ts";
import { type Answer, basicAuth, type Request, request } from "./support/http.ts";
import { type Container, containers, type Pod } from "./support/manifests.ts";
import { type ContainerOptions, type MlflowStack, startMlflowStack } from "./support/mlflowStack.ts";
import { memory, type Running, run, start, until } from "./support/process.ts";
import { replacements } from "./support/replacements.ts";
import { missing } from "./support/requirements.ts";
import { canMount } from "./support/sandbox.ts";
import { canaries, type SecretRef, secrets, secretValue } from "./support/secrets.ts";
import { hasShared } from "./support/toolchain.ts";

const lacking = missing();
if (lacking.length > 0) {
  const list = lacking.map((what) => `- ${what}\n`).join("");
  process.stderr.write(`The end-to-end test of MLflow is skipped. It needs:\n${list}`);
}

it.runIf(hasShared)("finds its servers where it has to run", () => {
  expect(lacking).toEqual([]);
});

// The steps follow each other as they do in a cluster: buckets, schemas, server, garbage collection.
describe.skipIf(lacking.length > 0)("the rendered MLflow", () => {
  let stack: MlflowStack;
  const outputs: string[] = [];

  const pods = () => ({
    server: stack.manifests.pod("Deployment", "mlflow"),
    migration: stack.manifests.pod("Job", "mlflow-migrate"),
    garbageCollection: stack.manifests.pod("CronJob", "mlflow-gc"),
    artifactsBucket: stack.manifests.pod("Job", "object-store-artifacts-bucket"),
    backupsBucket: stack.manifests.pod("Job", "object-store-backups-bucket"),
  });
  const runPod = async (pod: Pod, options?: ContainerOptions) => {
    const written = await stack.runPod(pod, options);
    outputs.push(...written);
    return written;
  };

  beforeAll(async () => {
    stack = await startMlflowStack();
  });
  afterAll(() => stack?.stop());

  describe("as processes", () => {
    const files = ["HOME", "TMPDIR", "PGSSLROOTCERT"];
    const database = ["PGHOST", "PGPORT"];
    const store = ["MLFLOW_S3_ENDPOINT_URL", "AWS_CA_BUNDLE"];
    const listening = ["--host", "--port", "--expose-prometheus"];

    it.each([
      ["server", "mlflow", [...listening, ...files, ...database, "MLFLOW_AUTH_CONFIG_PATH", ...store]],
      ["migration", "tracking", [...files, ...database]],
      ["migration", "users", [...files, ...database]],
      ["garbageCollection", "gc", [...files, ...database, "MLFLOW_TRACKING_URI"]],
      ["artifactsBucket", "make-bucket", ["ENDPOINT", "AWS_CA_BUNDLE"]],
      ["backupsBucket", "make-bucket", ["ENDPOINT", "AWS_CA_BUNDLE"]],
    ] as const)(
      "differ from the manifests by the listed replacements only: %s, %s",
      (name, containerName, expected) => {
        const container = named(pods()[name], containerName);
        const started = stack.process(pods()[name], container);
        const names = (command: string[]) => command.map((argument) => option(argument)[0]);
        expect(names(started.argv)).toEqual(names([...container.command, ...(container.args ?? [])]));
        expect(Object.keys(started.env)).toEqual(container.env.map((variable) => variable.name));
        expect(differences(container, started).toSorted()).toEqual([...expected].toSorted());
      },
    );

    it("use every listed replacement", () => {
      const used = Object.values(pods()).flatMap((pod) =>
        containers(pod).flatMap((container) => differences(container, stack.process(pod, container))),
      );
      expect(Object.keys(replacements).filter((name) => !used.includes(name))).toEqual([]);
    });

    it("need every Secret that the manifests name", () => {
      const { "object-store-keys": _, ...others } = stack.secrets;
      const { server } = pods();
      expect(() => stack.process(server, named(server, "mlflow"), { secrets: others })).toThrow(
        'no test value for key "ACCESS_KEY_ID" of Secret "object-store-keys"',
      );
    });

    it.skipIf(!canMount())("run as the manifests' user, who can write nothing but the pod's /tmp", async () => {
      const { server } = pods();
      const container = stack.process(server, named(server, "mlflow"));
      const write = 'id -u; touch "$TMPDIR/file" && echo here; touch /var/tmp/file || echo not there';
      const { stdout } = await run(stack.command(container, ["sh", "-c", write]));
      expect(stdout).toBe(`${server.securityContext.runAsUser}\nhere\nnot there\n`);
    });

    it("are of the image's release", async () => {
      const { server } = pods();
      const container = named(server, "mlflow");
      const version = ["python", "-c", "from importlib.metadata import version; print(version('mlflow'))"];
      const { stdout } = await run(stack.command(stack.process(server, container), version));
      expect(container.image).toContain(`:v${stdout.trim()}-full`);
    });
  });

  describe("towards the database", () => {
    /** Connects as the server would, but for what a case changes. */
    const connect = async (env: Record<string, string> = {}, wrong = {}) => {
      const { server } = pods();
      const rendered = stack.process(server, named(server, "mlflow"), { secrets: { ...stack.secrets, ...wrong } });
      const connection = ["python", "-c", "import psycopg2; psycopg2.connect(dbname='mlflow')"];
      return run(stack.command({ ...rendered, env: { ...rendered.env, ...env } }, connection));
    };

    it("connects with a password that would break a URI", async () => {
      expect(await connect()).toMatchObject({ code: 0, output: "" });
    });

    it("refuses a server that another authority vouches for", async () => {
      const { code, output } = await connect({}, { "mlflow-pg-v1-ca": stack.secrets["object-store-ca"] });
      expect(code).toBe(1);
      expect(output).toContain("certificate verify failed");
    });

    it("refuses a server whose certificate names another host", async () => {
      const { code, output } = await connect({ PGHOST: "127.0.0.1" });
      expect(code).toBe(1);
      expect(output).toContain('does not match host name "127.0.0.1"');
    });

    it("could not connect without TLS", async () => {
      const { code, output } = await connect({ PGSSLMODE: "disable" });
      expect(code).toBe(1);
      expect(output).toContain("no encryption");
    });
  });

  it.each([
    ["mlops-dev-artifacts", "artifactsBucket"],
    ["mlops-dev-backups", "backupsBucket"],
  ] as const)("makes the bucket %s once", async (bucket, name) => {
    expect(await runPod(pods()[name])).toEqual([`${bucket} was made\n`]);
    expect(await runPod(pods()[name])).toEqual([`${bucket} is there\n`]);
  });

  it("migrates both schemas, and leaves them alone the second time", async () => {
    const revisions = () =>
      Promise.all([
        stack.postgresql.query("mlflow", "SELECT version_num FROM alembic_version"),
        stack.postgresql.query("mlflow_auth", "SELECT version_num FROM alembic_version_auth"),
      ]);
    await runPod(pods().migration);
    const migrated = await revisions();
    expect(migrated).toEqual([expect.stringMatching(/^\w+$/), expect.stringMatching(/^\w+$/)]);
    await runPod(pods().migration);
    expect(await revisions()).toEqual(migrated);
  });

  describe("as a server", () => {
    const admin = secrets["mlflow-credentials"] ?? {};
    const size = 32 * 1024 * 1024;
    const search = "/api/2.0/mlflow/experiments/search?max_results=1";

    let container: Container;
    let started: ContainerProcess;
    let server: Running;
    let client: Client;
    let logged: Logged;

    const ask = (path: string, more: Partial<Request> = {}): Promise<Answer> =>
      request({ port: stack.here.server.port, path, ...more });
    const host = () => stack.manifests.one<{ spec: { hostnames: [string] } }>("HTTPRoute").spec.hostnames[0];
    const storeCa = () => `${started.mounts["/etc/object-store"]}/ca.crt`;
    const inBucket = () => objects(stack.venv, "mlops-dev-artifacts", stack.objectStore.endpoint, storeCa());

    beforeAll(async () => {
      const { server: pod } = pods();
      container = named(pod, "mlflow");
      started = stack.process(pod, container);
      client = new Client(stack.venv, { ...admin, uri: `http://localhost:${stack.here.server.port}` });
      server = start(stack.command(started));
      const { httpGet, periodSeconds, failureThreshold } = container.startupProbe ?? lacks("a startup probe");
      const ready = () =>
        ask(httpGet.path).then(
          ({ status }) => status === 200,
          () => false,
        );
      await until(ready, server, periodSeconds * failureThreshold);
    });
    afterAll(() => server?.stop());

    it("listens where the Service and the probes look", () => {
      const service = stack.manifests.one<{ spec: { ports: { targetPort: string }[] } }>("Service", "mlflow");
      const [port] = container.ports ?? [];
      expect(service.spec.ports.map(({ targetPort }) => targetPort)).toEqual([port?.name]);
      expect(container.startupProbe?.httpGet.port).toBe(port?.name);
      expect(container.args).toContain(`--port=${port?.containerPort}`);
    });

    it.each([
      ["/health", 200],
      [search, 401],
      ["/", 401],
      ["/metrics", 401],
    ])("answers %s with %i without credentials", async (path, status) => {
      expect(await ask(path)).toMatchObject({ status });
    });

    it("refuses a wrong password", async () => {
      const headers = basicAuth({ ...admin, password: "wrong" });
      expect(await ask(search, { headers })).toMatchObject({ status: 401 });
    });

    it("takes a run and its artifacts from a client that has no keys of the store", async () => {
      logged = await client.log(size);
      expect(logged.artifactUri).toMatch(/^mlflow-artifacts:\//);
    });

    it("keeps artifacts in the bucket, under its prefix", async () => {
      const folder = logged.artifactUri.replace("mlflow-artifacts:", "mlflow");
      expect(await inBucket()).toEqual({
        [`${folder}/model/notes.txt`]: 11,
        [`${folder}/model/weights.bin`]: size,
      });
    });

    // MLflow 3.17 sends clients of an S3 store straight there, with a signed address; the server has no say in it.
    it.each([
      ["the store, which must be within reach and trusted", () => ({ REQUESTS_CA_BUNDLE: storeCa() })],
      ["the server, on demand", () => ({ MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD: "false" })],
    ])("gives them back from %s", async (_way, env) => {
      expect(await client.read(logged.run, env())).toEqual({
        parameters: { learning_rate: "0.1" },
        metrics: { loss: 0.25 },
        text: "as rendered",
        artifacts: { "model/notes.txt": 11, "model/weights.bin": size },
      });
    });

    it("answers under the names that reach it in a cluster", async () => {
      const names = ["mlflow:5000", "mlflow.mlflow.svc:5000", "mlflow.mlflow.svc.cluster.local:5000", "10.1.2.3:5000"];
      for (const name of [host(), ...names]) {
        expect(await ask(search, { headers: { ...basicAuth(admin), host: name } }), name).toMatchObject({
          status: 200,
        });
      }
    });

    it.each(["evil.example.com", "mlflow.other.svc:5000", "10.evil.example.com:5000"])(
      "refuses the host name %s",
      async (name) => {
        expect(await ask(search, { headers: { ...basicAuth(admin), host: name } })).toMatchObject({ status: 403 });
      },
    );

    it("takes a browser's requests from its own origin only", async () => {
      const post = (origin: string) =>
        ask("/api/2.0/mlflow/experiments/search", {
          method: "POST",
          headers: { ...basicAuth(admin), origin, "content-type": "application/json" },
          body: '{"max_results": 1}',
        });
      expect(await post("https://evil.example.com")).toMatchObject({ status: 403 });
      expect(await post(`https://${host()}`)).toMatchObject({ status: 200 });
    });

    it("gives its metrics to whom the ServiceMonitor sends", async () => {
      const [endpoint = lacks("an endpoint")] = stack.manifests.one<ServiceMonitor>("ServiceMonitor").spec.endpoints;
      const username = secretValue(stack.secrets, endpoint.basicAuth.username);
      const password = secretValue(stack.secrets, endpoint.basicAuth.password);
      const headers = { ...basicAuth({ username, password }), host: "10.1.2.3:5000" };
      const { status, body } = await ask(endpoint.path, { headers });
      expect(status).toBe(200);
      expect(body).toContain('mlflow_http_request_total{method="POST",status="200"}');
    });

    it("stays within its memory limit", () => {
      const limit = Number(/^(\d+)Mi$/.exec(container.resources.limits.memory)?.[1]);
      const used = memory(server.pid);
      process.stdout.write(`The server uses ${used.toFixed(0)} MiB of ${limit} MiB.\n`);
      expect(used).toBeGreaterThan(100);
      expect(used).toBeLessThan(limit);
    });

    it("leaves no upload behind", () => {
      const names = readdirSync(started.mounts["/tmp"] ?? "", { recursive: true, encoding: "utf8" });
      expect(names).toContain("prometheus");
      expect(names.filter((name) => name.endsWith("weights.bin"))).toEqual([]);
    });

    it("keeps a run that was deleted a moment ago", async () => {
      expect(await client.delete(logged.run)).toBe("deleted");
      await runPod(pods().garbageCollection);
      expect(await client.stage(logged.run)).toBe("deleted");
      expect(Object.values(await inBucket())).toEqual([11, size]);
    });

    it("loses a run that was deleted long enough ago, and its artifacts", async () => {
      const sooner = { "--older-than": { why: "no test waits for 30 days", value: () => "0d" } };
      await runPod(pods().garbageCollection, { also: sooner });
      expect(await client.stage(logged.run)).toBe("RESOURCE_DOES_NOT_EXIST");
      expect(await inBucket()).toEqual({});
    });

    it("ends in time when it is told to, and nothing of it stays", async () => {
      const grace = pods().server.terminationGracePeriodSeconds ?? lacks("a grace period");
      const { code, seconds, left } = await server.stop("SIGTERM", grace);
      expect({ code, left }).toEqual({ code: 0, left: 0 });
      expect(seconds).toBeLessThan(grace);
    });

    it("told nobody a secret", () => {
      const files = readdirSync(started.mounts["/tmp"] ?? "", { recursive: true, withFileTypes: true });
      const written = files
        .filter((file) => file.isFile())
        .map((file) => readFileSync(join(file.parentPath, file.name), "latin1"));
      expect(server.output()).toContain("Application startup complete");
      const texts = [server.output(), ...outputs, ...written, ...stack.manifests.texts];
      expect(canaries.filter((canary) => texts.some((text) => text.includes(canary)))).toEqual([]);
    });
  });
});

interface ServiceMonitor {
  spec: { endpoints: { path: string; basicAuth: { username: SecretRef; password: SecretRef } }[] };
}

function named(pod: Pod, name: string): Container {
  return containers(pod).find((container) => container.name === name) ?? lacks(`container "${name}"`);
}

function lacks(what: string): never {
  throw new Error(`the manifests lack ${what}`);
}

import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { mlopsPlatform } from "../../support/cli.ts";
import { makeCertificate } from "./certificate.ts";
import { type ContainerProcess, containerProcess, podUser } from "./container.ts";
import { freePort } from "./http.ts";
import { type Container, containers, Manifests, type Pod } from "./manifests.ts";
import { makeDatabases, type Postgresql, startPostgresql } from "./postgresql.ts";
import { type Command, run } from "./process.ts";
import { mlflowEnvironment, program } from "./python.ts";
import { type Here, type Replacement, replacements } from "./replacements.ts";
import { type S3Server, startS3Server } from "./s3Server.ts";
import { sandboxed, sandboxLimits } from "./sandbox.ts";
import { type Secrets, secrets, secretValue } from "./secrets.ts";

export interface ContainerOptions {
  also?: Record<string, Replacement>;
  secrets?: Secrets;
}

/** The rendered dev stack, and the servers that it finds in a cluster. */
export interface MlflowStack {
  venv: string;
  manifests: Manifests;
  postgresql: Postgresql;
  objectStore: S3Server;
  here: Here;
  /** Secrets of the cluster: the test's, and the authorities of the database and of the object store. */
  secrets: Secrets;
  /** A rendered container, ready to run. */
  process(pod: Pod, container: Container, options?: ContainerOptions): ContainerProcess;
  /** The same as a command in its sandbox; `argv` stands in for the container's own. */
  command(process: ContainerProcess, argv?: string[]): Command;
  /** Runs the containers of a Job's pod, init containers first; the answer is what each wrote. One may not fail. */
  runPod(pod: Pod, options?: ContainerOptions): Promise<string[]>;
  stop(): Promise<void>;
}

/** Renders the dev stack and starts PostgreSQL and an S3 server for it. */
export async function startMlflowStack(): Promise<MlflowStack> {
  const folder = mkdtempSync(join(tmpdir(), "mlops-platform-e2e-"));
  const cleanups: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const cleanup of cleanups.splice(0).reverse()) {
      await cleanup();
    }
  };
  try {
    chmodSync(folder, 0o711); // The servers' users pass through.
    const manifests = render(join(folder, "rendered"));
    const venv = await mlflowEnvironment();
    const certificates = join(folder, "certificates");
    mkdirSync(certificates, { mode: 0o700 });
    const databaseCertificate = await makeCertificate(certificates, "postgresql", "localhost");
    const storeCertificate = await makeCertificate(certificates, "object-store", "localhost");
    const postgresql = await startPostgresql(join(folder, "postgresql"), databaseCertificate);
    cleanups.push(postgresql.stop);
    const objectStore = await startS3Server(venv, storeCertificate);
    cleanups.push(objectStore.stop);
    await makeRenderedDatabases(postgresql, manifests);

    const here = {
      postgresql: { host: "localhost", port: postgresql.port },
      objectStore,
      server: { port: await freePort() },
    };
    const allSecrets = {
      ...secrets,
      "mlflow-pg-v1-ca": { "ca.crt": databaseCertificate.authority },
      "object-store-ca": { "ca.crt": storeCertificate.authority },
    };
    const python = program(venv, "python");
    const path = [join(venv, "bin"), "/usr/bin", "/bin"].join(delimiter);
    const process: MlflowStack["process"] = (pod, container, options = {}) =>
      containerProcess(pod, container, {
        manifests,
        here,
        folder: join(folder, "mounts"),
        secrets: options.secrets ?? allSecrets,
        replacements: { ...replacements, ...options.also },
      });
    const command: MlflowStack["command"] = ({ argv, env, sandbox }, instead = argv) => ({
      argv: sandboxed(instead, sandbox, python),
      env: { PATH: path, ...env },
    });
    for (const limit of sandboxLimits(podUser(manifests.pod("Deployment", "mlflow")), python)) {
      globalThis.process.stderr.write(`MLflow end to end: ${limit}\n`);
    }
    return {
      ...{ venv, manifests, postgresql, objectStore, here, process, command, stop },
      secrets: allSecrets,
      runPod: async (pod, options) => {
        const outputs: string[] = [];
        for (const container of containers(pod)) {
          const { code, output } = await run(command(process(pod, container, options)));
          if (code !== 0) {
            throw new Error(`container "${container.name}": code ${code}\n${output}`);
          }
          outputs.push(output);
        }
        return outputs;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function render(folder: string): Manifests {
  const { code, stderr } = mlopsPlatform(["render", "dev", "--out", folder]);
  if (code !== 0) {
    throw new Error(stderr);
  }
  return new Manifests(folder);
}

/** The role and the databases that CloudNativePG would make of the rendered objects. */
async function makeRenderedDatabases(postgresql: Postgresql, manifests: Manifests): Promise<void> {
  const { initdb } = manifests.one<{
    spec: { bootstrap: { initdb: { database: string; owner: string; secret: { name: string } } } };
  }>("Cluster").spec.bootstrap;
  const other = manifests.one<{ spec: { name: string; owner: string } }>("Database").spec;
  if (other.owner !== initdb.owner) {
    throw new Error(`two owners: ${initdb.owner}, ${other.owner}`);
  }
  const secret = (key: string) => secretValue(secrets, { name: initdb.secret.name, key });
  await makeDatabases(postgresql, { username: initdb.owner, password: secret("password") }, [
    initdb.database,
    other.name,
  ]);
}

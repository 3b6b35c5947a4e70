/** What docs/state-and-secrets.md says to do when something went wrong, word for word, with the real engine. */
import { existsSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { filesBelow } from "../support/upgrades.ts";
import { Checkout } from "./support/checkout.ts";
import { LocalCluster } from "./support/cluster.ts";
import { commandsByHeading } from "./support/pageCommands.ts";
import { type Finished, type Running, run, start } from "./support/process.ts";
import { PulumiHome } from "./support/pulumi.ts";
import type { Config } from "./support/stackConfig.ts";
import { cannotRun, toolchain } from "./support/toolchain.ts";

const commands = commandsByHeading("docs/state-and-secrets.md");
const killed = "A run was killed, or two at once";
const unreadable = "failed to load checkpoint: EOF";
const cutOff = "The state is cut off";
const earlier = "Going back to an earlier state";
const gone = "The state is gone";
const noServer = "The API server went away";

describe.skipIf(cannotRun())("recovery, as the page has it", () => {
  let cluster: LocalCluster;
  let home: PulumiHome;
  let checkout: Checkout;
  let uid: string;
  let replicas = 1;

  beforeAll(async () => {
    const tools = await toolchain();
    cluster = await LocalCluster.start(tools);
    await cluster.kubectl(["create", "namespace", "telemetry"]);
    const database = ["secret", "generic", "storage-database", "--from-literal=dsn=postgres://nowhere"];
    await cluster.kubectl(["create", "--namespace", "telemetry", ...database]);
    home = new PulumiHome(tools);
    checkout = new Checkout(home.folder, home.env);
    checkout.configure("prod", config());
    await checkout.shell("pulumi stack init prod && pulumi up --stack prod --yes --skip-preview");
    uid = await uidOfDeployment();
  });

  afterAll(async () => {
    home?.remove();
    await cluster?.stop();
  });

  describe("of a lock", () => {
    it("that a killed run has left", async () => {
      const { pid } = await killedRun();
      const { output } = await tried("pulumi up --stack prod --yes");
      expect(output).toContain("the stack is currently locked by 1 lock(s)");
      expect(output).toContain(`(pid ${pid})`);
      await follow(killed);
      expect(locks()).toEqual([]);
    });

    it("that a run killed meanwhile has written to half", async () => {
      writeFileSync(join(folder("locks/organization"), "half.json.1.tmp"), "");
      expect((await tried("pulumi up --stack prod --yes")).output).toMatch(/^error: unexpected end of JSON input/m);
      await follow(killed);
    });

    it("of a run that goes on is a matter of waiting", async () => {
      const first = await runWithLock();
      process.kill(first.pid, "SIGSTOP");
      const { code, output } = await tried("pulumi up --stack prod --yes");
      process.kill(first.pid, "SIGCONT");
      expect(code).not.toBe(0);
      expect(output).toContain("the stack is currently locked by 1 lock(s)");
      expect(await ended(first)).toMatchObject({ code: 0 });
    });
  });

  it("of a folder whose files beside the state are empty, where these are written", async () => {
    const env = { PULUMI_BACKEND_URL: `file://${home.folder}` };
    await runWithLock(env).then(ended);
    const beside = `${stateFile()}.attrs`;
    truncateSync(beside);
    for (const command of ["pulumi up --stack prod --yes", "pulumi cancel --stack prod --yes"]) {
      expect((await tried(command, env)).output).toContain(unreadable);
    }
    await follow(unreadable, env);
    expect(filesBelow(join(home.folder, ".pulumi")).filter((file) => file.endsWith(".attrs"))).toEqual([]);
  });

  describe.each([
    ["empty", 0],
    ["half there", 2000],
  ])("of a state that is %s", (_case, size) => {
    it("from what it was before", async () => {
      truncateSync(stateFile(), size);
      const { output } = await tried("pulumi up --stack prod --yes");
      expect(output).toContain("failed to load checkpoint: place 1: unexpected end of JSON input");
      await follow(cutOff);
    });

    it("from the history or a backup, where there is nothing else", async () => {
      truncateSync(stateFile(), size);
      truncateSync(`${stateFile()}.bak`, size);
      await follow(cutOff);
    });
  });

  it("of a mistake", async () => {
    await checkout.shell("pulumi up --stack prod --yes --skip-preview");
    const urns = await checkout.shell("pulumi stack --stack prod --show-urns");
    const [policy] = /urn:\S+NetworkPolicy::telemetry/.exec(urns) ?? [];
    await checkout.shell(`pulumi state delete '${policy}' --stack prod --yes --target-dependents`);
    expect((await tried("pulumi preview --stack prod --expect-no-changes")).code).not.toBe(0);
    await follow(earlier);
  });

  it("of an API server that was killed in the middle", async () => {
    const running = await runWithLock();
    await cluster.killApiServer();
    const { code } = await ended(running);
    await cluster.startAgain();
    expect(code).not.toBe(0);
    expect(running.output()).toMatch(/connection refused|unreachable/);
    await follow(noServer);
    expect(locks()).toEqual([]);
  });

  it("of a state that is gone, from its history", async () => {
    rmSync(stateFile());
    expect((await tried("pulumi up --stack prod --yes")).output).toContain("no stack named 'prod' found");
    await checkout.shell(without(commands.get(gone), "pulumi up --stack prod --yes"));
    await follow(cutOff);
  });

  it("leaves everything where it was", async () => {
    expect(await uidOfDeployment()).toBe(uid);
  });

  it("of a state that is gone with its history, which leaves everything where it was", async () => {
    for (const each of ["stacks", "history", "backups"]) {
      rmSync(join(home.folder, ".pulumi", each, "mlops-platform"), { recursive: true });
    }
    await follow(gone);
    expect(await uidOfDeployment()).toBe(uid);
  });

  it("is tested for every command of the page, here or with what moves a stack", () => {
    const others = ["Backends", "When something went wrong", "Moving", "After a lost passphrase or key"];
    const here = [killed, unreadable, cutOff, earlier, gone, noServer];
    expect(new Set(commands.keys())).toEqual(new Set([...here, ...others]));
  });

  /** Runs all commands below a heading, as a user does who begins at the top; then the stack is as the program has it. */
  async function follow(heading: string, env: Record<string, string> = {}): Promise<void> {
    const script = `${commands.get("When something went wrong")}${commands.get(heading)}`;
    const { code, output } = await tried(script, env);
    expect(code, output).toBe(0);
    const { code: unchanged, output: shown } = await tried("pulumi preview --stack prod --expect-no-changes --diff");
    expect(unchanged, shown).toBe(0);
  }

  function tried(script: string, env: Record<string, string> = {}): Promise<Finished> {
    const argv = ["bash", "-euc", `cd "$0"\n${script}`, checkout.folder];
    return run({ argv, env: { ...home.env, ...env } });
  }

  /** A run that changes the Deployment, and has its lock. */
  async function runWithLock(env: Record<string, string> = {}): Promise<Running> {
    replicas = 3 - replicas;
    checkout.configure("prod", config());
    const argv = ["pulumi", "up", "--stack", "prod", "--yes", "--skip-preview", "--non-interactive"];
    const running = start({ argv: [...argv, "--cwd", checkout.folder], env: { ...home.env, ...env } });
    while (locks().length === 0) {
      expect(running.alive(), running.output()).toBe(true);
      await sleep(20);
    }
    return running;
  }

  async function killedRun(): Promise<Running> {
    const running = await runWithLock();
    await running.stop("SIGKILL");
    return running;
  }

  function config(): Config {
    return {
      domain: "example.com",
      cluster: { kubeconfig: cluster.kubeconfig },
      telemetry: {
        kind: "standalone",
        namespace: { kind: "existing", name: "telemetry" },
        image: { repository: "registry.example.com/h2oai-modelstorage-telemetry", tag: `0.68.${replicas}` },
        serverAddress: "events.telemetry.svc.cluster.local:80",
        variables: { serverAddress: "SERVER", logLevel: "LEVEL", connectionString: "DATABASE" },
        tolerations: [{ key: "type", value: "cpu-consolidation", effect: "NoSchedule" }],
        database: { kind: "connectionString", host: "postgres", secretName: "storage-database", key: "dsn" },
      },
    };
  }

  async function uidOfDeployment(): Promise<string> {
    return (await cluster.get<{ metadata: { uid: string } }>("deployment", "telemetry", "telemetry")).metadata.uid;
  }

  function folder(kind: string): string {
    return join(home.folder, ".pulumi", kind, "mlops-platform/prod");
  }

  function locks(): string[] {
    const found = folder("locks/organization");
    return existsSync(found) ? readdirSync(found).filter((file) => file.endsWith(".json")) : [];
  }

  function stateFile(): string {
    return join(home.folder, ".pulumi/stacks/mlops-platform/prod.json");
  }
});

/** Waits for the end of a process, a minute at most. */
async function ended(running: Running) {
  for (const end = performance.now() + 120_000; running.alive() && performance.now() < end; ) {
    await sleep(100);
  }
  return running.stop();
}

function without(script = "", line: string): string {
  return script.replace(`${line}\n`, "");
}

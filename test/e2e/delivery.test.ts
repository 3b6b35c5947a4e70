/**
 * The jobs of the workflows as plain shell, in order, with the file backend and a real API server: a pull request, a
 * merge through three stacks, and drift. What only GitHub has (`uses:`, approvals, artifacts) is not run.
 */
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Checkout, type JobRun } from "./support/checkout.ts";
import { LocalCluster } from "./support/cluster.ts";
import { CnpgDouble } from "./support/cnpgDouble.ts";
import { PulumiHome } from "./support/pulumi.ts";
import { type Config, configOf, documentedSecrets, merged } from "./support/stackConfig.ts";
import { cannotRun, toolchain } from "./support/toolchain.ts";

/** Runs of npm, which the other tests are. */
const npm = ["Install packages", "Types, lint, unused code, generated pages", "Tests"];

const stages = ["dev", "staging", "production"];

interface Scaled {
  spec: { replicas: number };
}

describe.skipIf(cannotRun())("delivery", () => {
  let cluster: LocalCluster;
  let operator: CnpgDouble;
  let home: PulumiHome;
  let checkout: Checkout;

  beforeAll(async () => {
    const tools = await toolchain();
    cluster = await LocalCluster.start(tools, {
      crds: ["cloudnative-pg", "barman-cloud"],
      with: ["postgresOperators", "gateway"],
    });
    operator = new CnpgDouble(cluster.kubeconfig);
    await cluster.shell(documentedSecrets());
    await cluster.shell(
      ["dev", "staging", "production"]
        .flatMap((name) => [
          `kubectl create namespace telemetry-${name}`,
          `kubectl -n telemetry-${name} create secret generic storage-database --from-literal=dsn=for-tests-only`,
        ])
        .join("\n"),
    );
    home = new PulumiHome(tools);
    checkout = new Checkout(home.folder, home.env);
    checkout.configure("dev", dev());
    checkout.configure("staging", telemetry("staging"));
    checkout.configure("production", telemetry("production"));
    await checkout.shell(`for stack in ${stages.join(" ")}; do pulumi stack init "$stack"; done`);
    await checkout.commit("base");
  });

  afterAll(async () => {
    await operator?.stop();
    home?.remove();
    await cluster?.stop();
  });

  describe("a pull request", () => {
    let check: JobRun;

    beforeAll(async () => {
      checkout.configure("dev", dev({ mlflow: { replicas: 2 } }));
      await checkout.commit("more replicas");
      check = await checkout.job("pull-request.yml", "check", {}, npm);
    });

    it("passes every step without a credential", () => {
      expect(check.steps.map(({ name, code, output }) => ({ name, code, ...(code === 0 ? {} : { output }) }))).toEqual(
        ["Check the base out", "Render the base", "Render", "Destructive changes", "Summary", "Findings"].map(
          (name) => ({
            name,
            code: 0,
          }),
        ),
      );
    });

    it("says what changes, in the summary of the run and for the comment", () => {
      expect(check.summary).toMatch(/^<!-- mlops-platform -->\n/);
      expect(check.summary).toMatch(/replicas/);
      expect(readFileSync(join(check.temp, "summary/renders.md"), "utf8")).toBe(check.summary);
    });

    it("leaves findings of each stack in a category of its own", () => {
      const sarif = (stack: string) => JSON.parse(readFileSync(join(check.temp, `sarif/${stack}.sarif`), "utf8"));
      expect(stages.map((stack) => sarif(stack).runs[0].automationDetails.id)).toEqual(
        stages.map((stack) => `mlops-platform/render/${stack}/`),
      );
    });

    it("previews a stack, and lets only the masked summary out", async () => {
      const preview = await checkout.job("pull-request.yml", "preview", { STACK: "dev" });
      expect(failed(preview)).toEqual([]);
      const file = join(preview.temp, "preview.json");
      expect(statSync(file).mode & 0o077).toBe(0);
      const events = readFileSync(file, "utf8").trim().split("\n");
      expect(events.flatMap((line) => JSON.parse(line).preludeEvent ?? [])).toEqual([
        { config: expect.objectContaining({ "mlops-platform:domain": expect.any(String) }) },
      ]);
      expect(preview.steps.map(({ output }) => output).join("")).not.toContain("mlops-platform:objectStore");
      expect(preview.summary).toContain("Preview of dev");
    });

    it("comments with both, and the next run updates that comment", async () => {
      const preview = await checkout.job("pull-request.yml", "preview", { STACK: "staging" });
      const env = { ...gitHub(), GITHUB_REPOSITORY: "o/r", PULL_REQUEST: "7", RUN_URL: "https://github.example/run" };
      await checkout.shell(`mkdir -p ${next(preview.temp)}/summary
        cp ${preview.temp}/summary/* ${check.temp}/summary/* ${next(preview.temp)}/summary`);
      const report = await checkout.job("pull-request.yml", "report", env);
      expect(failed(report)).toEqual([]);
      const [{ call, body }] = sent() as [{ call: string; body: string }];
      expect(call).toBe("POST repos/o/r/issues/7/comments");
      expect(body.match(/<!-- mlops-platform -->/g)).toHaveLength(1);
      expect(body.indexOf("Preview of staging")).toBeLessThan(body.indexOf("Renders against the base"));
      expect(body.indexOf("Preview of staging")).toBeGreaterThan(0);
    });
  });

  describe("a merge", () => {
    it.each(stages)("deploys %s: preview, destructive changes, up", async (stack) => {
      const deploy = await checkout.job("deploy.yml", stack, { STACK: stack });
      expect(failed(deploy)).toEqual([]);
      expect(deploy.steps.map(({ name }) => name)).toEqual(["Preview", "Summary", "Destructive changes", "Deploy"]);
      expect(deploy.summary).toContain(`Preview of ${stack}`);
      // On S3, GCS and Azure the link that Pulumi prints is a signed one to the state.
      expect(deploy.steps.map(({ output }) => output).join("")).not.toMatch(/permalink/i);
    });

    it("leaves all three there", async () => {
      expect(await cluster.exists("deployment", "mlflow", "mlflow")).toBe(true);
      expect(await cluster.exists("deployment", "telemetry", "telemetry-staging")).toBe(true);
      expect(await cluster.exists("deployment", "telemetry", "telemetry-production")).toBe(true);
    });
  });

  describe("a change that deletes the database", () => {
    beforeAll(async () => {
      checkout.configure("dev", { ...telemetry("dev"), objectStore: dev().objectStore, cluster: dev().cluster });
      await checkout.commit("no more MLflow");
    });

    afterAll(async () => {
      checkout.write(".github/allowed-destruction", "");
      checkout.configure("dev", dev({ mlflow: { replicas: 2 } }));
      await checkout.commit("MLflow again");
    });

    it("fails the pull request, which says what it would do nevertheless", async () => {
      const check = await checkout.job("pull-request.yml", "check", {}, npm);
      expect(failed(check).map(({ name }) => name)).toEqual(["Destructive changes"]);
      expect(check.steps.map(({ name }) => name)).toContain("Findings");
      expect(check.summary).toContain("mlflow-pg");
    });

    it("is not deployed", async () => {
      const deploy = await checkout.job("deploy.yml", "dev", { STACK: "dev" });
      expect(failed(deploy).map(({ name }) => name)).toEqual(["Destructive changes"]);
      expect(await cluster.exists("clusters.postgresql.cnpg.io", "mlflow-pg-v1", "mlflow")).toBe(true);
    });

    it("lets destructive changes pass where the file names each of them for that stack", async () => {
      const names = ["mlflow-pg", "mlflow-pg-v1", "mlflow-pg-v1-mlflow-auth"];
      checkout.write(".github/allowed-destruction", names.map((name) => `dev ${name}\n`).join(""));
      expect(failed(await checkout.job("pull-request.yml", "check", {}, npm))).toEqual([]);
    });
  });

  describe("drift", () => {
    it("is none after a deployment", async () => {
      const { succeeded, steps } = await drift();
      expect(succeeded, steps.map(({ output }) => output).join("")).toBe(true);
      expect(sent()).toEqual([]);
    });

    it("is found where somebody changed something behind Pulumi's back, and an issue says so", async () => {
      await cluster.kubectl(["scale", "deployment", "telemetry", "--replicas", "0", "-n", "telemetry-staging"]);
      const { succeeded, steps } = await drift();
      expect(succeeded).toBe(false);
      expect(steps.map(({ name, code }) => [name, code])).toEqual([
        ["Compare", 7],
        ["Say so in an issue", 0],
      ]);
      expect(sent()).toMatchObject([{ call: "POST repos/o/r/issues", title: "Drift: staging" }]);
      expect(JSON.stringify(sent())).toContain("telemetry");
    });

    it("is left as it is", async () => {
      const { spec } = await cluster.get<Scaled>("deployment", "telemetry", "telemetry-staging");
      expect(spec.replicas).toBe(0);
      expect((await drift()).succeeded).toBe(false);
    });

    it("is found where something was deleted", async () => {
      await cluster.kubectl(["scale", "deployment", "telemetry", "--replicas", "1", "-n", "telemetry-staging"]);
      await cluster.kubectl(["delete", "networkpolicy", "telemetry", "-n", "telemetry-staging"]);
      expect((await drift()).steps[0]).toMatchObject({ name: "Compare", code: 7 });
    });

    it("is put back by a deployment that refreshes", async () => {
      const deploy = await checkout.job("deploy.yml", "staging", { STACK: "staging", REFRESH: "true" });
      expect(failed(deploy)).toEqual([]);
      expect(await cluster.exists("networkpolicy", "telemetry", "telemetry-staging")).toBe(true);
      expect((await drift()).succeeded).toBe(true);
    });

    it("is not what a check that can't be made is called", async () => {
      const { steps } = await drift({ PULUMI_CONFIG_PASSPHRASE: "wrong" });
      expect(steps[0]?.code).not.toBe(7);
      expect(JSON.stringify(sent())).toContain("could not be checked");
    });

    function drift(env: Record<string, string> = {}): Promise<JobRun> {
      const own = { ...gitHub(), STACK: "staging", GITHUB_REPOSITORY: "o/r", RUN_URL: "https://github.example/run" };
      return checkout.job("drift.yml", "drift", { ...own, ...env });
    }
  });

  function dev(changes: Config = {}): Config {
    const own = {
      mlops: undefined,
      cluster: { renderTo: undefined, kubeconfig: cluster.kubeconfig },
      policies: lenient,
      // Protected resources, which the engine itself refuses to delete, would never be reported as destructive changes.
      mlflow: { database: { retention: "delete" } },
    };
    return merged(merged(configOf("dev"), own), changes);
  }

  function telemetry(name: string): Config {
    return {
      domain: `${name}.example.com`,
      cluster: { kubeconfig: cluster.kubeconfig },
      policies: lenient,
      telemetry: {
        kind: "standalone",
        namespace: { kind: "existing", name: `telemetry-${name}` },
        image: { repository: "registry.example.com/h2oai-modelstorage-telemetry", tag: "0.68.1" },
        serverAddress: "events.telemetry.svc.cluster.local:80",
        variables: { serverAddress: "SERVER", logLevel: "LEVEL", connectionString: "DATABASE" },
        tolerations: [{ key: "type", value: "cpu-consolidation", effect: "NoSchedule" }],
        database: { kind: "connectionString", host: "postgres", secretName: "storage-database", key: "dsn" },
      },
    };
  }

  /** Puts a double of `gh` on the PATH, which has no comments and issues, and writes down what is sent. */
  function gitHub(): Record<string, string> {
    const file = join(home.folder, "gh");
    const script = `#!/usr/bin/env bash
method=GET
while [ $# -gt 0 ]; do
  case $1 in
    --method) method=$2; shift ;;
    repos/*) path=$1 ;;
  esac
  shift
done
[ $method = GET ] || jq -c --arg call "$method $path" '{call: $call} + .' >> "${join(home.folder, "sent")}"
`;
    writeFileSync(file, script);
    chmodSync(file, 0o755);
    writeFileSync(join(home.folder, "sent"), "");
    return { PATH: `${home.folder}:${home.env.PATH}` };
  }

  function sent(): object[] {
    const file = join(home.folder, "sent");
    const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
    return lines.filter(Boolean).map((line) => JSON.parse(line));
  }
});

/** What rules say is tested with the rules. */
const lenient: Config = { levels: { all: "advisory" } };

function failed({ steps }: JobRun) {
  return steps.filter(({ code }) => code !== 0);
}

/** The folder of the job after the one that had this folder. */
function next(temp: string): string {
  return temp.replace(/\d+$/, (number) => String(Number(number) + 1));
}

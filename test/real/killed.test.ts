/** An `up` that is killed at many points, and goes on with `pulumi cancel` and `pulumi up` alone. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { merged } from "../e2e/support/stackConfig.ts";
import { namespace, onPremisesConfig, setSecrets } from "./support/onPremises.ts";
import { mlflowPod, type Platform, startPlatform, stopPlatform } from "./support/platform.ts";
import { cannotRunNode } from "./support/realNode.ts";

interface Kill {
  /** The step that had to have begun. */
  point: string;
  /** What was being made or waited for when it was killed. */
  pending: string;
}

/** In the order in which one depends on the other. Where a step has begun before, the kill comes with the first of the next up. */
const pointsOfDeployment = [
  "any step",
  "create Secret mlflow-pg-owner",
  "create NetworkPolicy mlflow-pg",
  "create Job object-store-artifacts-bucket",
  "create ConfigMap object-store-backups-made",
  "create Release operators-cloudnative-pg",
  "create Release operators-cloudnative-pg",
  "create Release operators-barman-cloud",
  "create Release operators-barman-cloud",
  "create Gateway mlops",
  "create HTTPRoute mlflow",
  "create ObjectStore mlflow-pg",
  "create Cluster mlflow-pg-v1",
  "create ConfigMap mlflow-pg-v1-rollout",
  "create Database mlflow-pg-v1-mlflow-auth",
  "create ConfigMap mlflow-pg-v1-recoverable",
  "create Job mlflow-migrate",
  "create ConfigMap mlflow-release",
  "create Deployment mlflow",
  "create ConfigMap mlflow-rollout",
];

const updates = [
  { release: "3.17.3", points: ["any step", "any step", "update ConfigMap mlflow-release"] },
  { release: "3.17.4", points: ["any step", "update ConfigMap mlflow-release", "update ConfigMap mlflow-release"] },
  {
    release: "3.17.5",
    points: ["any step", "create-replacement Job mlflow-migrate", "update ConfigMap mlflow-release"],
  },
  { release: "3.17.6", points: ["update ConfigMap mlflow-rollout"] },
];

/** What an interrupted run must neither make twice nor make anew. */
const lasting = "clusters.postgresql.cnpg.io,persistentvolumeclaims,secrets,services,serviceaccounts,objectstores";

describe.skipIf(cannotRunNode())("an up that is killed", () => {
  let platform: Platform;
  const seen = new Map<string, string>();
  const kills: Kill[] = [];

  beforeAll(async () => {
    platform = await startPlatform();
  });

  afterAll(async () => {
    process.stdout.write(
      `${kills.map(({ point, pending }, index) => `killed ${index + 1}, at ${point}: ${pending}\n`).join("")}`,
    );
    await stopPlatform(platform ?? {});
  });

  it("20 times during the first deployment goes on each time, and ends with everything there once", async () => {
    await killedAt(pointsOfDeployment);
    expect(kills).toHaveLength(20);
    const update = await platform.stack.up();
    expect(update.errors).toBe("");
    expect(update.succeeded).toBe(true);
    expect((await mlflowPod(platform)).status.containerStatuses?.[0]?.ready).toBe(true);
    await expectUnchanged();
  });

  it("leaves nothing to do for the up after that", async () => {
    expect((await platform.stack.up()).steps).toEqual([]);
  });

  it.each(updates)("at $points of the update to MLflow $release goes on each time", async ({ release, points }) => {
    const { node, stack } = platform;
    const image = `ghcr.io/mlflow/mlflow:v${release}-full`;
    await node.tag("ghcr.io/mlflow/mlflow:v3.17.2-full", image);
    stack.configure(merged(onPremisesConfig(node), { mlflow: { image } }));
    await setSecrets(stack);
    await killedAt(points);
    const update = await stack.up();
    expect(update.errors).toBe("");
    expect(await node.kubectl(["-n", namespace, "get", "deployment", "mlflow", "-o", "jsonpath={..image}"])).toContain(
      image,
    );
    expect((await stack.up()).steps).toEqual([]);
    await expectUnchanged();
  });

  it("was killed 30 times", () => {
    expect(kills).toHaveLength(30);
  });

  /** Kills an up when it has begun a step, or one before it has, and goes on from there. */
  async function killedAt(points: string[]): Promise<void> {
    const begun = new Set<string>();
    for (const point of points) {
      kills.push({ point, pending: await killed(begun, point) });
      const { code, output } = await platform.stack.cancel();
      expect(code, output).toBe(0);
      await remember();
    }
  }

  /** Starts an up and kills it soon after the step. The answer is the step that it had begun last. */
  async function killed(begun: Set<string>, point: string): Promise<string> {
    const up = platform.stack.startUp();
    let own: string[] = [];
    const isReached = () => own.length > 0 && (point === "any step" || begun.has(point));
    while (up.alive() && !isReached()) {
      await sleep(20);
      own = remembered(up.output(), begun);
    }
    await sleep((kills.length * 137) % 700);
    expect(up.alive(), `it ended before ${point}: ${own.join(", ")}`).toBe(true);
    platform.home.kill();
    await up.stop("SIGKILL", 5);
    return remembered(up.output(), begun).at(-1) ?? "";
  }

  /** The steps of an up, which count as begun from now on. */
  function remembered(events: string, begun: Set<string>): string[] {
    const own = stepsIn(events);
    for (const step of own) {
      begun.add(step);
    }
    return own;
  }

  /** Steps that change something in the cluster, in the order in which they began. */
  function stepsIn(events: string): string[] {
    const begun = /"resourcePreEvent":\{"metadata":\{"op":"([a-z-]+)","urn":"([^"]+)"/g;
    return [...events.matchAll(begun)]
      .map(([, op = "", urn = ""]) => ({
        op,
        type: urn.split("::")[2]?.split("$").at(-1) ?? "",
        name: urn.split("::")[3],
      }))
      .filter(({ op, type }) => op !== "same" && type.startsWith("kubernetes:"))
      .map(({ op, type, name }) => `${op} ${type.split(":").at(-1)} ${name}`);
  }

  async function uids(): Promise<Map<string, string>> {
    const template = "{range .items[*]}{.kind}/{.metadata.name} {.metadata.uid}{'\\n'}{end}";
    const [objects, namespaces] = await Promise.all([
      platform.node.tryKubectl(["-n", namespace, "get", lasting, "-o", `jsonpath=${template}`]),
      platform.node.kubectl(["get", "namespaces", "-o", `jsonpath=${template}`]),
    ]);
    const lines = `${objects.stdout}\n${namespaces}`.split("\n").filter((line) => / [0-9a-f-]{36}$/.test(line));
    return new Map(lines.map((line) => line.split(" ") as [string, string]));
  }

  async function remember(): Promise<void> {
    for (const [object, uid] of await uids()) {
      seen.set(object, seen.get(object) ?? uid);
    }
  }

  async function expectUnchanged(): Promise<void> {
    const now = await uids();
    for (const [object, uid] of seen) {
      expect(`${object} ${now.get(object)}`).toBe(`${object} ${uid}`);
    }
  }
});

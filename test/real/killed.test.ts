/** An `up` that is killed at many points, and goes on with `pulumi cancel` and `pulumi up` alone. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { merged } from "../e2e/support/stackConfig.ts";
import { namespace, onPremisesConfig, setSecrets } from "./support/onPremises.ts";
import { mlflowPod, type Platform, startPlatform, stopPlatform } from "./support/platform.ts";
import { cannotRunNode } from "./support/realNode.ts";

interface Kill {
  point: number;
  /** What was being made or waited for when it was killed. */
  pending: string;
}

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
    process.stdout.write(`${kills.map(({ point, pending }) => `killed ${point}: ${pending}\n`).join("")}`);
    await stopPlatform(platform ?? {});
  });

  it("20 times during the first deployment goes on each time, and ends with everything there once", async () => {
    // Of some 40 steps, so the last kills meet the database, its migration and the server.
    await killedAt(Array.from({ length: 20 }, (_, index) => 1 + Math.round(1.7 * index)));
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

  // A step that there was before comes first in the next up; the last of all is waiting for the server.
  it.each([
    { release: "3.17.3", points: [1, 1, 4] },
    { release: "3.17.4", points: [1, 4, 4] },
    { release: "3.17.5", points: [1, 2, 4] },
    { release: "3.17.6", points: [4] },
  ])("at the points $points of the update to MLflow $release goes on each time", async ({ release, points }) => {
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

  /** Kills an up when it has begun so many different steps, those of the ups before it included, and goes on from there. */
  async function killedAt(points: number[]): Promise<void> {
    const begun = new Set<string>();
    for (const steps of points) {
      kills.push({ point: kills.length + 1, pending: await killed(begun, steps) });
      const { code, output } = await platform.stack.cancel();
      expect(code, output).toBe(0);
      await remember();
    }
  }

  /** Starts an up and kills it soon after the step. The answer is the step that it had begun last. */
  async function killed(begun: Set<string>, steps: number): Promise<string> {
    const up = platform.stack.startUp();
    let own: string[] = [];
    while (up.alive() && (own.length === 0 || begun.size < steps)) {
      await sleep(20);
      own = stepsIn(up.output());
      for (const step of own) {
        begun.add(step);
      }
    }
    await sleep((kills.length * 137) % 700);
    expect(up.alive(), `it ended before: ${own.join(", ")}`).toBe(true);
    platform.home.kill();
    await up.stop("SIGKILL", 5);
    return own.at(-1) ?? "";
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

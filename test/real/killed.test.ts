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
    await killedTimes(20, (point) => 1 + (point % 3));
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

  it("10 times during an update of the image goes on each time", async () => {
    const { node, stack } = platform;
    const image = "ghcr.io/mlflow/mlflow:v3.17.3-full";
    await node.tag("ghcr.io/mlflow/mlflow:v3.17.2-full", image);
    stack.configure(merged(onPremisesConfig(node), { mlflow: { image } }));
    await setSecrets(stack);
    await killedTimes(10, () => 1);
    expect(kills).toHaveLength(30);
    const update = await stack.up();
    expect(update.errors).toBe("");
    expect(await node.kubectl(["-n", namespace, "get", "deployment", "mlflow", "-o", "jsonpath={..image}"])).toContain(
      image,
    );
    await expectUnchanged();
  });

  /**
   * Kills an up again and again, each time a little further on.
   *
   * @param steps how many steps it has begun when it is killed.
   */
  async function killedTimes(times: number, steps: (point: number) => number): Promise<void> {
    for (let point = 1; point <= times; point++) {
      const pending = await killed(point, steps(point));
      if (pending === undefined) {
        return;
      }
      kills.push({ point: kills.length + 1, pending });
      const { code, output } = await platform.stack.cancel();
      expect(code, output).toBe(0);
      await remember();
    }
  }

  /** Starts an up and kills it: at a step that is begun, or while it waits. Nothing where it ended before. */
  async function killed(point: number, steps: number): Promise<string | undefined> {
    const up = platform.stack.startUp();
    const end = performance.now() + 120_000;
    let begun: string[] = [];
    while (up.alive() && begun.length < steps && performance.now() < end) {
      await sleep(20);
      begun = [
        ...up
          .output()
          .matchAll(
            /"resourcePreEvent":\{"metadata":\{"op":"(create|update|delete|replace|create-replacement|delete-replaced)","urn":"([^"]+)"/g,
          ),
      ]
        .map(([, op, urn]) => `${op} ${urn?.split("::").slice(2).join(" ")}`)
        .filter((step) => !/Stack|pulumi:providers|mlops-platform:[a-zA-Z]+:[A-Za-z0-9]+ /.test(step));
    }
    await sleep((point * 137) % 700);
    const alive = up.alive();
    platform.home.kill();
    await up.stop("SIGKILL", 5);
    if (!alive) {
      expect(up.output()).not.toContain('"severity":"error"');
      return undefined;
    }
    return begun.at(-1) ?? "before the first step";
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

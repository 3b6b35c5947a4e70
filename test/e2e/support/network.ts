/**
 * A network of its own that reaches nothing but itself: Envoy Gateway and Envoy listen at every address of theirs, and on
 * fixed ports. It lives as long as the process that holds it, and that one no longer than the test.
 */
import { spawnSync } from "node:child_process";
import { type Place, type Running, start, until } from "./process.ts";
import { isRoot, withTest } from "./user.ts";

/** An address beside 127.0.0.1: an EndpointSlice may not hold that one. */
export const podAddress = "10.99.0.1";

const hold = `
ip link set lo up
ip address add ${podAddress}/32 dev lo
echo ready
exec sleep infinity`;

/** Whether suites have to be skipped since this machine lets the test have none; says so on stderr. */
export function cannotIsolate(): boolean {
  const can = isRoot && spawnSync("unshare", ["--net", "ip", "link", "set", "lo", "up"]).status === 0;
  if (!can) {
    process.stderr.write("End-to-end tests of the gateway are skipped. Missing:\n  root, with unshare --net and ip\n");
  }
  return !can;
}

export class Network {
  readonly #holder: Running;

  private constructor(holder: Running) {
    this.#holder = holder;
  }

  static async start(): Promise<Network> {
    const holder = start({ argv: [...withTest, "unshare", "--net", "sh", "-euc", hold] });
    await until(async () => holder.output().includes("ready"), holder, 10);
    return new Network(holder);
  }

  /** Inside the network. What runs there ends with the test. */
  readonly inside: Place = ({ argv, ...command }) => ({
    ...command,
    argv: ["nsenter", `--net=/proc/${this.#holder.pid}/ns/net`, ...withTest, ...argv],
  });

  stop(): Promise<unknown> {
    return this.#holder.stop("SIGTERM", 5);
  }
}

/**
 * Measures the cost of renders and upgrades, as ratios within one run: `npm run bench`. Every case is a process of its own,
 * in turn with the others, so that a busy machine slows all of them alike. The figures are means of the middle half.
 *
 * `npm run bench -- --short` runs every case once, to see that it still works, and gives rough figures only.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { short } = parseArgs({ options: { short: { type: "boolean", default: false } } }).values;
const root = join(import.meta.dirname, "..");
const scratch = mkdtempSync(join(tmpdir(), "mlops-platform-bench-"));
const rounds = short ? 1 : Number(process.env.ROUNDS ?? 7);
// The first round warms the file system and the compile cache.
const firstCounted = short ? 0 : 1;
const slowRounds = firstCounted + 1;

/** Arguments of `node` for each case. */
const cases: Record<string, string[]> = {
  "bare imports": ["bench/fixture/bare.ts"],
  "render dev": ["commands/main.js", "render", "dev", "--out", join(scratch, "dev")],
  "render aws": ["commands/main.js", "render", "aws", "--out", join(scratch, "aws")],
  "load s3": ["bench/fixture/maker.ts", "s3"],
  "load aws": ["bench/fixture/maker.ts", "aws"],
  "load gcp": ["bench/fixture/maker.ts", "gcp"],
  "load azure": ["bench/fixture/maker.ts", "azure"],
  "10 resources": ["bench/fixture/many.ts", "10", join(scratch, "10")],
  "500 resources": ["bench/fixture/many.ts", "500", join(scratch, "500")],
  "1000 resources": ["bench/fixture/many.ts", "1000", join(scratch, "1000")],
  "zod and yaml": ["bench/fixture/zodYaml.ts"],
  "upgrade command": ["commands/main.js", "upgrade", "h2o-mlops", "--from", "0.66", "--to", "1.1"],
  "parse 2000 lines": ["bench/fixture/upgrade.ts", "parse", "2000", "500"],
  "upgrade 2000 lines": ["bench/fixture/upgrade.ts", "upgrade", "2000", "500"],
  "parse 8000 lines": ["bench/fixture/upgrade.ts", "parse", "8000", "2000"],
  "upgrade 8000 lines": ["bench/fixture/upgrade.ts", "upgrade", "8000", "2000"],
};

/** Too slow to run every round. */
const slowCases: Record<string, string[]> = {
  "default way": ["--require", "ts-node/register", "bench/fixture/default/index.ts"],
  "type check": ["node_modules/typescript-7/bin/tsc", "--project", "tsconfig.json"],
};

interface Cost {
  /** Milliseconds of user and system time. */
  cpu: number;
  /** MiB of peak resident memory. */
  memory: number;
}

try {
  const costs = measureAll();
  print(costs);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function measureAll(): Record<string, Cost> {
  const samples: Record<string, Cost[]> = {};
  for (let round = 0; round < firstCounted + rounds; round++) {
    for (const [name, args] of Object.entries({ ...cases, ...(round < slowRounds ? slowCases : {}) })) {
      const cost = measure(name, args);
      if (round >= firstCounted) {
        samples[name] = [...(samples[name] ?? []), cost];
      }
    }
  }
  return Object.fromEntries(
    Object.entries(samples).map(([name, all]) => [name, { cpu: typical(all, "cpu"), memory: typical(all, "memory") }]),
  );
}

/** Measured by GNU time, which includes child processes such as the type checker. */
function measure(name: string, args: string[]): Cost {
  const figures = join(scratch, "figures");
  const time = ["--format", "%U %S %M", "--output", figures, process.execPath, ...args];
  const project = args.includes("ts-node/register") ? { TS_NODE_PROJECT: "bench/fixture/default/tsconfig.json" } : {};
  const { status, stdout, stderr, error } = spawnSync("/usr/bin/time", time, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, ...project },
  });
  if (status !== 0) {
    throw new Error(`${name} failed with ${status}:\n${error?.message ?? stderr}`);
  }
  const [user = 0, system = 0, kilobytes = 0] = readFileSync(figures, "utf8").trim().split(" ").map(Number);
  // A case that measures only a part of its run prints the milliseconds.
  const own = /^load |lines$/.test(name) ? Number(stdout) : undefined;
  if (own !== undefined && !(own > 0)) {
    throw new Error(`${name} printed no milliseconds: ${stdout}`);
  }
  return { cpu: own ?? (user + system) * 1000, memory: kilobytes / 1024 };
}

/** Mean of the middle half: GNU time has steps of 10 ms, which a median would keep. */
function typical(costs: Cost[], figure: keyof Cost): number {
  const sorted = costs.map((cost) => cost[figure]).sort((a, b) => a - b);
  const quarter = Math.floor(sorted.length / 4);
  const middle = sorted.slice(quarter, sorted.length - quarter);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

function print(costs: Record<string, Cost>): void {
  const cost = (name: string): Cost => costs[name] ?? { cpu: Number.NaN, memory: Number.NaN };
  for (const [name, { cpu, memory }] of Object.entries(costs)) {
    console.log(`${name.padEnd(18)} ${cpu.toFixed(0).padStart(6)} ms CPU ${memory.toFixed(0).padStart(6)} MiB`);
  }
  const slope = (from: number, to: number) =>
    (cost(`${to} resources`).cpu - cost(`${from} resources`).cpu) / (to - from);
  const cloud = (name: string) => (cost(`load ${name}`).cpu - cost("load s3").cpu) / cost("render dev").cpu;
  const rows: [string, number, string][] = [
    ["render dev / bare imports, CPU", cost("render dev").cpu / cost("bare imports").cpu, "at most 1.15"],
    ["render dev / default way, CPU", cost("render dev").cpu / cost("default way").cpu, "at most 0.2"],
    ["render dev / default way, memory", cost("render dev").memory / cost("default way").memory, "at most 0.25"],
    ["CPU of a resource, 10 to 500, ms", slope(10, 500), "at most 2"],
    ["CPU of a resource, 500 to 1000, ms", slope(500, 1000), "as above: growth is linear"],
    [
      "CPU of 100 resources / bare imports",
      (100 * slope(10, 1000)) / cost("bare imports").cpu,
      "does not depend on the machine",
    ],
    ["loading aws, of render dev's CPU", cloud("aws"), "at most 0.05"],
    ["loading gcp, of render dev's CPU", cloud("gcp"), "at most 0.05"],
    ["loading azure, of render dev's CPU", cloud("azure"), "at most 0.05"],
    ["upgrade command / zod and yaml, CPU", cost("upgrade command").cpu / cost("zod and yaml").cpu, "at most 1.5"],
    ["upgrade / parse, 2000 lines", cost("upgrade 2000 lines").cpu / cost("parse 2000 lines").cpu, "at most 5"],
    [
      "upgrade / parse, 8000 lines",
      cost("upgrade 8000 lines").cpu / cost("parse 8000 lines").cpu,
      "as above: growth is linear",
    ],
  ];
  console.log("");
  for (const [what, value, target] of rows) {
    console.log(`${what.padEnd(36)} ${value.toFixed(2).padStart(6)}   ${target}`);
  }
}

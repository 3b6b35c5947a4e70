import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

export interface Command {
  argv: string[];
  /** All of the environment: nothing is inherited. */
  env?: Record<string, string>;
  /** It is killed when it takes longer. */
  seconds?: number;
}

/** Where a command runs: the same command, run there. */
export type Place = (command: Command) => Command;

export const here: Place = (command) => command;

export interface Finished {
  code: number | null;
  stdout: string;
  /** What was written to both streams. */
  output: string;
}

export interface Stopped {
  code: number | null;
  seconds: number;
  /** Processes that it started and that outlived it; they are killed. */
  left: number;
}

export interface Running {
  pid: number;
  /** What was written so far. */
  output(): string;
  /** Whether it still runs. */
  alive(): boolean;
  stop(signal?: NodeJS.Signals, seconds?: number): Promise<Stopped>;
}

/** Runs a command to its end. */
export async function run({ argv, env = systemEnv, seconds = 180 }: Command, stdin = ""): Promise<Finished> {
  const [program = "", ...args] = argv;
  const child = spawn(program, args, { env, cwd: "/", stdio: "pipe", timeout: seconds * 1000, killSignal: "SIGKILL" });
  child.stdin.on("error", () => {}).end(stdin);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { code, stdout, output: `${stdout}${stderr}` };
}

/** Runs a command that must succeed; the answer is what it wrote to its standard output. */
export async function succeed(command: Command, stdin = ""): Promise<string> {
  const finished = await run(command, stdin);
  if (finished.code !== 0) {
    throw new Error(`${command.argv.join(" ")}: code ${finished.code}\n${finished.output}`);
  }
  return finished.stdout;
}

/** Starts a server. */
export function start({ argv, env = systemEnv }: Command): Running {
  const [program = "", ...args] = argv;
  const child = spawn(program, args, { env, cwd: "/", stdio: ["ignore", "pipe", "pipe"] });
  const exited = once(child, "exit").catch(() => {});
  const { pid = 0 } = child;
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => lines.push(chunk));
  }
  const alive = () => pid !== 0 && child.exitCode === null && child.signalCode === null;
  return {
    pid,
    output: () => lines.join(""),
    alive,
    async stop(signal = "SIGTERM", seconds = 30) {
      const began = performance.now();
      const family = processTree(pid);
      if (alive()) {
        child.kill(signal);
        await Promise.race([exited, sleep(seconds * 1000, undefined, { ref: false })]);
      }
      const took = (performance.now() - began) / 1000;
      const left = family.filter((id) => id !== pid && isAlive(id));
      for (const id of alive() ? [pid, ...left] : left) {
        kill(id);
      }
      await exited;
      return { code: child.exitCode, seconds: took, left: left.length };
    },
  };
}

/** Waits until something holds, and fails with the server's output when it ends or time is over. */
export async function until(holds: () => Promise<boolean>, server: Running, seconds: number): Promise<void> {
  const end = performance.now() + seconds * 1000;
  while (!(await holds())) {
    if (!server.alive() || performance.now() > end) {
      throw new Error(`not ready (${server.alive() ? `after ${seconds} s` : "it ended"}):\n${server.output()}`);
    }
    await sleep(200);
  }
}

/** Memory of a process with all that it started, in MiB; shared pages count once (PSS). */
export function memory(pid: number): number {
  const kib = processTree(pid).map((id) => {
    const [, size = "0"] = /^Pss:\s+(\d+) kB/m.exec(readProc(id, "smaps_rollup")) ?? [];
    return Number(size);
  });
  return kib.reduce((sum, size) => sum + size, 0) / 1024;
}

/** A process and its descendants. */
function processTree(pid: number): number[] {
  const children = Object.groupBy(processes(), ({ parent }) => parent);
  const withChildren = (id: number): number[] => [
    id,
    ...(children[id] ?? []).flatMap((child) => withChildren(child.pid)),
  ];
  return withChildren(pid);
}

function processes(): { pid: number; parent: number }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: Number(afterName(Number(name))[1]) }));
}

function kill(pid: number) {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended meanwhile.
  }
}

function isAlive(pid: number): boolean {
  const [state] = afterName(pid);
  return state !== undefined && state !== "" && state !== "Z";
}

/** Fields of /proc/PID/stat from the state on; the name before it may hold blanks. */
function afterName(pid: number): string[] {
  return readProc(pid, "stat")
    .replace(/^.*\) /s, "")
    .split(" ");
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return ""; // The process ended meanwhile.
  }
}

const systemEnv = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C.UTF-8" };

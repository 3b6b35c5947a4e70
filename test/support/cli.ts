import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { inject } from "vitest";
import type { CommandResult } from "./commandThread.ts";

/** The project's own folder. */
export const root = join(import.meta.dirname, "../..");

interface Run {
  cwd?: string;

  /** What it reads from standard input. */
  input?: string;
}

/**
 * Runs the `mlops-platform` command in a thread that has it loaded, which is ten times faster than a process. Where it reads
 * standard input it is a process of its own, since a thread has none.
 */
export function mlopsPlatform(args: string[], { cwd = root, input }: Run = {}): CommandResult {
  if (input !== undefined || args.includes("-")) {
    return mlopsPlatformProcess(args, { cwd, input });
  }
  const { port, signal } = commandThread();
  const folder = process.cwd();
  process.chdir(cwd);
  try {
    Atomics.store(signal, 0, 0);
    port.postMessage(args);
    // What is notified late wakes for nothing: only the value tells.
    while (Atomics.load(signal, 0) === 0 && Atomics.wait(signal, 0, 0, 20_000) !== "timed-out") {}
    const answer = receiveMessageOnPort(port);
    if (answer === undefined) {
      // It may answer yet, which nobody is to take for another answer.
      thread = undefined;
      throw new Error(`mlops-platform ${args.join(" ")} did not end in time`);
    }
    return answer.message;
  } finally {
    process.chdir(folder);
  }
}

/** Runs the `mlops-platform` command as users do. */
function mlopsPlatformProcess(args: string[], { cwd = root, input }: Run = {}): CommandResult {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "commands/main.js"), ...args], {
    cwd,
    encoding: "utf8",
    input,
  });
  return { code: status, stdout, stderr };
}

/** A folder that is gone when the tests are over. */
export function temporaryFolder(): string {
  return mkdtempSync(join(inject("temporaryFolders"), "test-"));
}

interface Thread {
  port: MessagePort;

  /** Becomes 1 when an answer is there. */
  signal: Int32Array;
}

let thread: Thread | undefined;

/** Started by the first test that needs it. Tests of all files in this process share it. */
function commandThread(): Thread {
  if (!thread) {
    const { port1: port, port2 } = new MessageChannel();
    const signal = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(join(root, "test/support/commandThread.ts"), {
      execArgv: [],
      workerData: { port: port2, signal },
      transferList: [port2],
    });
    worker.unref();
    thread = { port, signal };
  }
  return thread;
}

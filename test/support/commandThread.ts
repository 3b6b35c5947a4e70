/**
 * A thread that has the `mlops-platform` command loaded, and runs it as often as it is asked to. Whoever asks waits for
 * the answer, so that one command runs at a time.
 */
import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type MessagePort, workerData } from "node:worker_threads";

export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

const { port, signal } = workerData as { port: MessagePort; signal: Int32Array };
const program = pathToFileURL(join(import.meta.dirname, "../../index.ts")).href;
let runs = 0;

// The program runs while it is imported: each run imports a copy of its own. What it imports is loaded once.
registerHooks({
  resolve: (specifier, context, next) => {
    const resolved = next(specifier, context);
    return resolved.url === program ? { ...resolved, url: `${program}?run=${runs}` } : resolved;
  },
});

const { run } = await import("../../commands/program.ts");

port.on("message", async (args: string[]) => {
  runs += 1;
  const result = await runCommand(args);
  port.postMessage(result);
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
});

async function runCommand(args: string[]): Promise<CommandResult> {
  const written = { stdout: "", stderr: "" };
  const listeners = process.stdout.listeners("error");
  for (const name of ["stdout", "stderr"] as const) {
    process[name].write = (text: unknown) => {
      written[name] += text;
      return true;
    };
  }
  process.exitCode = undefined;
  try {
    await run(args);
  } catch (error) {
    process.exitCode = 1;
    written.stderr += error instanceof Error ? error.stack : error;
  }
  for (const listener of process.stdout.listeners("error").filter((each) => !listeners.includes(each))) {
    process.stdout.removeListener("error", listener as () => void);
  }
  return { code: Number(process.exitCode ?? 0), ...written };
}

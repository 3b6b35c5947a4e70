import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { succeed } from "./process.ts";

/** The virtual environment that `MLOPS_E2E_VENV` names, for MLflow. */
export const givenVenv = process.env.MLOPS_E2E_VENV;

/** A virtual environment with what requirements.txt pins: the given one, or one that is made once and kept. */
export async function mlflowEnvironment(): Promise<string> {
  return givenVenv || virtualEnvironment("requirements.txt");
}

/** A virtual environment with what a file of requirements pins, made once and kept. */
export async function virtualEnvironment(file: string): Promise<string> {
  const requirements = join(import.meta.dirname, "..", file);
  const hash = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const venv = join(tmpdir(), `mlops-platform-e2e-${hash}`);
  const complete = join(venv, "complete");
  if (!existsSync(complete)) {
    await once(
      venv,
      '[ -e "$COMPLETE" ] || { rm -rf "$VENV" && python3 -m venv "$VENV" && "$VENV/bin/pip" install --quiet --requirement "$REQUIREMENTS" && touch "$COMPLETE"; }',
      { VENV: venv, COMPLETE: complete, REQUIREMENTS: requirements },
    );
  }
  return venv;
}

/** Runs a shell script that installs something, when no other test file is installing the same. */
export async function once(what: string, script: string, env: Record<string, string>): Promise<void> {
  await succeed({
    argv: ["flock", `${what}.lock`, "sh", "-c", script],
    env: { ...(process.env as Record<string, string>), ...env },
    seconds: 900,
  });
}

/** A program of a virtual environment. */
export function program(venv: string, name: string): string {
  return join(venv, "bin", name);
}

import { mlopsPlatform } from "../../support/cli.ts";

/** Renders a stack into a folder. Findings of policies, which everything is written in spite of, are others' business. */
export function render(stack: string, out: string): void {
  const { code, stderr } = mlopsPlatform(["render", stack, "--out", out]);
  if (code !== 0 && code !== 3) {
    throw new Error(`render ${stack}: code ${code}\n${stderr}`);
  }
}

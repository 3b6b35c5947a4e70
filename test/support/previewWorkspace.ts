import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { mlopsPlatform, temporaryFolder } from "./cli.ts";
import { previewText } from "./previews.ts";

/** A folder with a preview, and the way to run a command in it. */
export function workspace(steps: unknown[], diagnostics: unknown[] = []) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "preview.json"), previewText(steps, diagnostics));
  return {
    folder,
    run: (command: string, ...args: string[]) =>
      mlopsPlatform([command, "--preview", "preview.json", ...args], { cwd: folder }),
  };
}

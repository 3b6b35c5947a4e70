import { cpSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "../../support/cli.ts";

const left = /^(node_modules|\.git|rendered|Pulumi\..+\.yaml)$/;

/** A copy of the project as a user has it after `git clone` and `npm ci`, without anybody's stacks. */
export function projectCopy(folder: string): string {
  cpSync(root, folder, { recursive: true, filter: (source) => source === root || !left.test(basename(source)) });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

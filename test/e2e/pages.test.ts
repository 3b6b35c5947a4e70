/** The blocks of commands in the README and docs/ that need no cloud, cluster or network, in a copy of the project. */
import { copyFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { root, temporaryFolder } from "../support/cli.ts";
import { needOf } from "../support/commandNeeds.ts";
import { examples } from "../support/examples.ts";
import { blocksIn } from "../support/pages.ts";
import { previewText, step } from "../support/previews.ts";
import { type Finished, run } from "./support/process.ts";
import { projectCopy } from "./support/projectCopy.ts";

const runnable = blocksIn("sh").filter(({ text }) => needOf(text) === undefined);

/** What a session of a page has in its folder, as commands before it wrote it. */
const given: Readonly<Record<string, string>> = {
  "preview.json": previewText([
    step({
      op: "replace",
      name: "mlflow-pg-v1",
      type: "kubernetes:postgresql.cnpg.io/v1:Cluster",
      owner: ["mlflow-pg", "mlops-platform:postgres:PostgresCluster"],
      stack: "prod",
      before: { metadata: { namespace: "mlflow" } },
      after: { metadata: { namespace: "tracking" } },
      more: { replaceReasons: ["metadata.namespace"] },
    }),
  ]),
};

let folder: string;

beforeEach(() => {
  folder = projectCopy(join(temporaryFolder(), "mlops-platform"));
  for (const file of examples.map((stack) => `Pulumi.${stack}.yaml`)) {
    copyFileSync(join(root, file), join(folder, file));
  }
  for (const [file, content] of Object.entries(given)) {
    writeFileSync(join(folder, file), content);
  }
});

describe("a block of commands", () => {
  it("is there to be run", () => {
    expect(runnable.length).toBeGreaterThanOrEqual(6);
  });

  it.each(runnable)("runs as it stands in $file, line $line", async ({ text }) => {
    const { code, output } = await shell(text);
    expect(code, output).toBe(0);
  });
});

describe("a session", () => {
  it.each(blocksIn("console"))("goes as it stands in $file, line $line", async ({ text }) => {
    for (const { command, shown } of exchanges(text)) {
      const [, file] = /^cat (\S+)$/.exec(command) ?? [];
      if (file !== undefined) {
        writeFileSync(join(folder, file), shown);
        continue;
      }
      const { stdout } = await shell(command);
      expect(missingFrom(stdout, shown)).toEqual([]);
    }
  });
});

async function shell(commands: string): Promise<Finished> {
  const path = [dirname(process.execPath), join(folder, "node_modules/.bin"), process.env.PATH].join(":");
  const env = { PATH: path, HOME: dirname(folder), NO_UPDATE_NOTIFIER: "1" };
  return run({ argv: ["bash", "-ec", `cd "$0"\n${commands}`, folder], env });
}

/** Each command of a session with what it is shown to answer. */
function exchanges(session: string): { command: string; shown: string }[] {
  return session
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf("\n");
      return { command: part.slice(0, end), shown: `${part.slice(end + 1).trimEnd()}\n` };
    });
}

/** Lines that are shown and do not come in that order. An ellipsis stands for any lines. */
function missingFrom(answer: string, shown: string): string[] {
  const lines = answer.split("\n");
  let from = 0;
  return shown.split("\n").filter((line) => {
    const at = lines.indexOf(line, from);
    from = at === -1 ? from : at + 1;
    return at === -1 && line.trim() !== "…";
  });
}

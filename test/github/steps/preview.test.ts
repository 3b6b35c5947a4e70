/** The step that previews a stack, with a double of Pulumi: what it keeps of the engine's events. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { root, temporaryFolder } from "../../support/cli.ts";

const debug = '{"diagnosticEvent":{"severity":"debug","message":"Y2FuYXJ5"}}';
const create = '{"sequence":12,"resourcePreEvent":{"metadata":{"op":"create","new":{"inputs":{"severity":"debug"}}}}}';
const error = '{"diagnosticEvent":{"severity":"error","message":"no such bucket"}}';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  mkdirSync(join(folder, "bin"));
});

describe("a preview", () => {
  it("keeps the engine's events without debug messages, for its own user", () => {
    program("pulumi", `${printed(debug, create, error)}\necho not an event`);
    expect(preview()).toMatchObject({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync(join(folder, "out/preview.json"), "utf8")).toBe(`${create}\n${error}\n`);
    expect(statSync(join(folder, "out/preview.json")).mode & 0o077).toBe(0);
  });

  it("that fails does so with Pulumi's code, and shows errors only", () => {
    program("pulumi", `${printed(debug, create, error)}\nexit 255`);
    expect(preview()).toMatchObject({ code: 255, stdout: "", stderr: "no such bucket\n" });
  });

  it.each(["true", "echo '{'"])("fails where no event was written: %s", (script) => {
    program("pulumi", script);
    expect(preview()).toMatchObject({ code: 1, stderr: "pulumi preview wrote no events\n" });
  });

  it("fails where its events can't be kept", () => {
    program("pulumi", printed(create, error));
    program("jq", "head -n 1\nexit 2");
    expect(preview().code).toBe(2);
  });
});

function preview() {
  const { status, stdout, stderr } = spawnSync(
    "bash",
    [join(root, ".github/steps/preview.sh"), "dev", "out/preview.json"],
    {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, PATH: [join(folder, "bin"), process.env.PATH].join(delimiter) },
    },
  );
  return { code: status, stdout, stderr };
}

function printed(...lines: string[]): string {
  return lines.map((line) => `echo '${line}'`).join("\n");
}

/** Puts a double on the PATH. */
function program(name: string, script: string): void {
  const file = join(folder, "bin", name);
  writeFileSync(file, `#!/usr/bin/env bash\n${script}\n`);
  chmodSync(file, 0o755);
}

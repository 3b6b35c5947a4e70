import { afterEach, describe, expect, it, vi } from "vitest";
import { run } from "../../commands/program.ts";

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** The output of the command. */
async function printed(...args: string[]): Promise<string> {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await run(args);
  return write.mock.calls.map(([text]) => text).join("");
}

describe("mlops-platform", () => {
  it("prints its version", async () => {
    expect(await printed("--version")).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(process.exitCode).toBe(0);
  });

  it("lists its commands in the help", async () => {
    const help = await printed("--help");
    for (const name of ["init", "secrets", "render", "upgrade", "releases", "summarize", "destructive"]) {
      expect(help).toMatch(new RegExp(`^  ${name} `, "m"));
    }
  });
});

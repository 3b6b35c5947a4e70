import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { root } from "../../support/cli.ts";

// In a process of its own: here the SDK is loaded already.
it("leaves the SDK able to turn functions into code, once it is asked to", () => {
  const program = `
    import { createRequire } from "node:module";
    import { deferSerialization } from "./commands/render/deferredSerialization.ts";
    const loaded = (part) => Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes(part));
    deferSerialization();
    const { runtime } = await import("@pulumi/pulumi");
    const before = loaded("node_modules/typescript/");
    const { text } = await runtime.serializeFunction((event) => event.answer + 42);
    console.log(JSON.stringify({ before, after: loaded("node_modules/typescript/"), text }));`;
  const { status, stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: root,
    encoding: "utf8",
  });
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    before: false,
    after: true,
    text: expect.stringContaining("event.answer + 42"),
  });
});

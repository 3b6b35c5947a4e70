import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, it } from "vitest";
import { deferModule, deferSerialization, serialization } from "../../../commands/render/deferredSerialization.ts";
import { root, temporaryFolder } from "../../support/cli.ts";

const require = createRequire(import.meta.url);

it("loads a module when one of its functions is called, and once", () => {
  const path = join(temporaryFolder(), "module.cjs");
  writeFileSync(path, "globalThis.loads = (globalThis.loads ?? 0) + 1; exports.add = (a, b) => a + b;");
  deferModule(path, ["add"]);
  const { add } = require(path);
  expect(globalThis).not.toHaveProperty("loads");
  expect([add(1, 2), add(3, 4)]).toEqual([3, 7]);
  expect(globalThis).toHaveProperty("loads", 1);
  Reflect.deleteProperty(globalThis, "loads");
});

it.each(Object.entries(serialization))("stands in for all that the SDK exports of %s", (name, functions) => {
  const exported = Object.entries(require(name)).map(([key, value]) => [key, typeof value]);
  expect(Object.fromEntries(exported)).toEqual(Object.fromEntries(functions.map((key) => [key, "function"])));
});

it("leaves alone what is loaded already", () => {
  const path = require.resolve("@pulumi/pulumi/runtime/closure/codePaths.js");
  const loaded = require(path);
  deferSerialization();
  expect(require(path)).toBe(loaded);
});

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

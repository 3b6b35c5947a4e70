import { spawnSync } from "node:child_process";
import { Server } from "node:net";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret as KubernetesSecret } from "@pulumi/kubernetes/core/v1/secret.js";
import { Chart } from "@pulumi/kubernetes/helm/v4/chart.js";
import { ComponentResource, log, ResourceHook, secret } from "@pulumi/pulumi";
import { describe, expect, it, vi } from "vitest";
import { Secret } from "../../../graph/inputs.ts";
import { root } from "../../support/cli.ts";
import { at, stack } from "../../support/stack.ts";

// The monitor leans on internals of the SDK: these tests say what would be lost if an update moved them.
describe("the in-process monitor", () => {
  it("records parents, dependencies, options and hooks", async () => {
    const recorded = await stack(() => {
      const parent = new ComponentResource("test:index:Parent", "parent");
      const first = new ConfigMap("first", { metadata: { name: "first" } }, { parent });
      const guard = new ResourceHook("guard", () => undefined, { onDryRun: true });
      new ConfigMap(
        "second",
        { metadata: { name: "second" } },
        {
          parent,
          dependsOn: first,
          protect: true,
          retainOnDelete: true,
          ignoreChanges: ["data"],
          deleteBeforeReplace: true,
          customTimeouts: { create: "1h" },
          hooks: { beforeUpdate: [guard] },
        },
      );
    });
    const second = recorded.one("ConfigMap", "second");
    expect(second).toMatchObject({
      protect: true,
      retainOnDelete: true,
      ignoreChanges: ["data"],
      deleteBeforeReplace: true,
      timeouts: { create: "1h" },
      hooks: { beforeUpdate: ["guard"] },
    });
    expect(second.urn).toBe("urn:pulumi:test::mlops-platform::test:index:Parent$kubernetes:core/v1:ConfigMap::second");
    expect(recorded.waitsFor(second)).toEqual(["first"]);
    expect(recorded.parentOf(second)?.name).toBe("parent");
  });

  it("calls no hook, and opens no port for the engine to call them on", async () => {
    const listen = vi.spyOn(Server.prototype, "listen");
    const hook = vi.fn();
    const recorded = await stack(() => {
      const hooks = { beforeCreate: [hook], beforeUpdate: [new ResourceHook("guard", hook, { onDryRun: true })] };
      new ConfigMap("map", { metadata: { name: "map" } }, { hooks });
    });
    expect(recorded.one("ConfigMap").hooks).toMatchObject({ beforeUpdate: ["guard"] });
    expect(hook).not.toHaveBeenCalled();
    expect(listen).not.toHaveBeenCalled();
    listen.mockRestore();
  });

  it("accepts transforms of a remote component, whose children a render does not have", async () => {
    const transform = vi.fn();
    const recorded = await stack(() => new Chart("chart", { chart: "chart" }, { transforms: [transform] }));
    expect(recorded.all("Chart")).toHaveLength(1);
    expect(transform).not.toHaveBeenCalled();
  });

  // In a process of its own: the SDK leaves rejected promises behind.
  it("refuses transforms that it would have to run", () => {
    const program = `
      import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
      import { record } from "./commands/render/monitor.ts";
      const run = () => new ConfigMap("map", {}, { transforms: [() => undefined] });
      await record({ project: "p", stack: "s", run });`;
    const { status, stderr } = spawnSync("node", ["--input-type=module", "--eval", program], {
      cwd: root,
      encoding: "utf8",
    });
    expect(status).not.toBe(0);
    expect(stderr).toContain(
      'kubernetes:core/v1:ConfigMap "map" has transforms, which a render cannot run: set the properties in the program instead',
    );
  });

  it("marks secrets in place and leaves the values around them plain", async () => {
    const recorded = await stack(() => {
      new ConfigMap("map", { metadata: { name: "map" }, data: { user: "admin", password: secret("canary") } });
      new KubernetesSecret("keys", { metadata: { name: "keys" }, stringData: { password: "canary" } });
    });
    expect(at(recorded.one("ConfigMap"), "data.user")).toBe("admin");
    expect(at(recorded.one("ConfigMap"), "data.password")).toBeInstanceOf(Secret);
    expect(at(recorded.one("Secret"), "stringData")).toBeInstanceOf(Secret);
    expect(JSON.stringify(recorded.resources)).not.toContain("canary");
  });

  it("returns inputs as outputs", async () => {
    const recorded = await stack(() => {
      const map = new ConfigMap("map", { metadata: { name: "map" } });
      return { name: map.metadata.name };
    });
    expect(recorded.outputs).toEqual({ name: "map" });
  });

  it("keeps messages with their resource, and prints none of them", async () => {
    const printed = [vi.spyOn(console, "log"), vi.spyOn(console, "warn"), vi.spyOn(console, "error")];
    const { messages } = await stack(() => {
      log.warn("careful", new ComponentResource("test:index:Parent", "parent"));
      log.error("stop");
      log.info("passing", undefined, undefined, true);
      log.debug("too much");
      log.info("by the way");
    });
    expect(messages).toEqual([
      { severity: "warning", urn: "urn:pulumi:test::mlops-platform::test:index:Parent::parent", message: "careful" },
      { severity: "error", urn: null, message: "stop" },
      { severity: "info", urn: null, message: "by the way" },
    ]);
    expect(printed.flatMap(({ mock }) => mock.calls)).toEqual([]);
    vi.restoreAllMocks();
  });

  it("keeps runs apart", async () => {
    const says = (text: string) => stack(() => log.warn(text));
    const [one, two] = await Promise.all([says("one"), says("two")]);
    expect([one.said("warning"), two.said("warning")]).toEqual([["one"], ["two"]]);
  });

  it("fails with the error that the program throws", async () => {
    await expect(stack(() => Promise.reject(new Error("no such bucket")))).rejects.toThrow("no such bucket");
  });
});

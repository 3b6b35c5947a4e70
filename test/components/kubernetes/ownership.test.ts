import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Release } from "@pulumi/kubernetes/helm/v3/release.js";
import { output, ResourceHook } from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { ownResources } from "../../../components/kubernetes/ownership.ts";
import { LiveClusterDouble } from "../../support/liveClusterDouble.ts";
import { at, stack } from "../../support/stack.ts";

const live = new LiveClusterDouble([]);
const own = () => ownResources({ live, takeOver: [] });

test("marks every object with the stack and its name there, beside its own annotations", async () => {
  const { one } = await stack(() => {
    own();
    new ConfigMap("settings", { metadata: { name: "settings", annotations: { a: "b" } } });
    new ConfigMap("late", { metadata: output({ name: "late" }) });
  });
  expect(at(one("ConfigMap", "settings"), "metadata.annotations")).toEqual({
    a: "b",
    "mlops-platform/owner": "organization/mlops-platform/test/settings",
    "pulumi.com/patchFieldManager": "mlops-platform",
  });
  expect(at(one("ConfigMap", "late"), "metadata.annotations.mlops-platform/owner")).toContain("/test/late");
});

test("checks for an existing object or Helm release before all other hooks", async () => {
  const { one } = await stack(() => {
    own();
    const hook = new ResourceHook("another", () => undefined);
    new ConfigMap("settings", {}, { hooks: { beforeCreate: [hook] } });
    new Release("operator", { chart: "operator" });
  });
  expect(one("ConfigMap").hooks.beforeCreate).toEqual(["ownership", "another"]);
  expect(one("Release").hooks.beforeCreate).toEqual(["ownership"]);
  expect(at(one("Release"), "metadata")).toBeUndefined();
});

test("marks objects of manifests that are only written, and reads no cluster", async () => {
  const { one } = await stack(() => {
    ownResources({ live: undefined, takeOver: [] });
    new ConfigMap("settings", {});
  });
  expect(one("ConfigMap").hooks.beforeCreate).toEqual([]);
});

import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { expect, it } from "vitest";
import { manifestFiles } from "../../../commands/render/manifests.ts";
import { stack } from "../../support/stack.ts";

it("manifests are those of objects with metadata", async () => {
  const { resources } = await stack(() => {
    new ConfigMap("named", { metadata: { name: "settings", namespace: "app" } });
    new ConfigMap("unnamed", { data: {} });
  });
  expect(manifestFiles(resources).map(({ path }) => path)).toEqual(["manifests/app/configmap-settings.yaml"]);
});

import { ResourceHook } from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { milestone } from "../../../components/kubernetes/milestone.ts";
import { at, stack } from "../../support/stack.ts";

const metadata = { name: "rollout", namespace: "ml", labels: { app: "mlflow" } };

const made = (of: unknown, guard?: () => void) =>
  stack(() => {
    const hook = guard && new ResourceHook("guard", guard);
    milestone("rollout", { metadata, of, guard: hook, reached: async () => undefined }, {});
  });

test("changes with its subject in an annotation, so that it is updated and not replaced", async () => {
  const of = async (what: unknown) => at((await made(what)).one("ConfigMap"), "metadata.annotations");
  expect(await of({ image: "a" })).toEqual(await of({ image: "a" }));
  expect(await of({ image: "a" })).not.toEqual(await of({ image: "b" }));
  expect(at((await made("x")).one("ConfigMap"), "data")).toBeUndefined();
});

test("waits before it is made and before it is updated, after its guard", async () => {
  const { hooks } = (await made("x", () => undefined)).one("ConfigMap");
  expect(hooks).toEqual({ beforeCreate: ["rollout-milestone"], beforeUpdate: ["guard", "rollout-milestone"] });
});

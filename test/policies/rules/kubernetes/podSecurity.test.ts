import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../../graph/inputs.ts";
import { evaluate } from "../../../../policies/engine/evaluate.ts";
import { hostAccess } from "../../../../policies/rules/kubernetes/hostAccess.ts";
import { podSecurity } from "../../../../policies/rules/kubernetes/podSecurity.ts";
import { type CaseResource, stackOf } from "../../case.ts";
import { podTemplate } from "../../pod.ts";

const found = (resources: CaseResource[]) =>
  evaluate([...podSecurity, ...hostAccess], stackOf(resources), {
    settings: { levels: {}, exceptions: [] },
    today: "2026-11-21",
  });

const privileged = podTemplate("app", { container: { securityContext: { privileged: true } } });

describe.each([
  ["core/v1:Pod", privileged],
  ["core/v1:ReplicationController", { spec: { template: privileged } }],
  ["apps/v1:Deployment", { spec: { template: privileged } }],
  ["apps/v1:StatefulSet", { spec: { template: privileged } }],
  ["apps/v1:DaemonSet", { spec: { template: privileged } }],
  ["apps/v1:ReplicaSet", { spec: { template: privileged } }],
  ["batch/v1:Job", { spec: { template: privileged } }],
  ["batch/v1:CronJob", { spec: { jobTemplate: { spec: { template: privileged } } } }],
])("the pod of a %s", (type, inputs) => {
  test("is checked against the standard", () => {
    const rules = found([{ type: `kubernetes:${type}`, name: "app", inputs }]).map(({ rule }) => rule);
    expect(rules).toEqual(["pod-privileged-off", "pod-privilege-escalation-off", "pod-capabilities-dropped"]);
  });
});

describe("a container", () => {
  const pod = (spec: object) => [{ type: "kubernetes:core/v1:Pod", name: "app", inputs: { spec } }];

  test.each(["containers", "initContainers", "ephemeralContainers"])("of %s is named in the message", (list) => {
    const inputs = pod({ [list]: [{ name: "one", securityContext: { privileged: true } }] });
    expect(found(inputs).map(({ message }) => message)).toContain('The container "one" runs privileged.');
  });

  test("that is unknown is not checked", () => {
    expect(found(pod({ containers: UNKNOWN, securityContext: UNKNOWN, volumes: UNKNOWN }))).toEqual([]);
    expect(found(pod({ securityContext: UNKNOWN, containers: [{ name: "one", securityContext: UNKNOWN }] }))).toEqual(
      [],
    );
  });
});

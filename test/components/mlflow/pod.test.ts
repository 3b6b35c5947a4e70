import { describe, expect, it } from "vitest";
import { at } from "../../support/stack.ts";
import { container, deployed } from "./deployed.ts";

describe("pods of MLflow", () => {
  const workloads = ["Deployment", "Job", "CronJob"];

  it.each(workloads)(
    "of a %s run restricted: read-only root, no capability, a numeric user, no API token",
    async (kind) => {
      const { one } = await deployed();
      const workload = one(kind);
      const pod = kind === "CronJob" ? "spec.jobTemplate.spec.template.spec" : "spec.template.spec";
      expect(at(workload, `${pod}.automountServiceAccountToken`)).toBe(false);
      expect(at(workload, `${pod}.securityContext`)).toMatchObject({
        runAsNonRoot: true,
        runAsUser: 10001,
        seccompProfile: { type: "RuntimeDefault" },
      });
      expect(container(workload).securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
    },
  );

  it.each(workloads)("of a %s leave the user to OpenShift", async (kind) => {
    const { one } = await deployed({ platform: "openshift" });
    const pod = kind === "CronJob" ? "spec.jobTemplate.spec.template.spec" : "spec.template.spec";
    expect(at(one(kind), `${pod}.securityContext`)).toEqual({
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    });
  });
});

import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { namespace } from "../support/onPremises.ts";
import { mlflowPod, type Platform, type Pod } from "../support/platform.ts";

interface Deployment {
  spec: { template: { metadata: object; spec: Record<string, unknown> } };
}

/** What nobody does anything to goes on, and so does the server under another user. */
export function steadiness(platform: () => Platform): void {
  describe("left alone", () => {
    it("the server runs for ten minutes without a restart", async () => {
      const { metadata, status } = await mlflowPod(platform());
      const age = Date.now() - Date.parse(status.startTime);
      await sleep(Math.max(0, 600_000 - age));
      const after = await mlflowPod(platform());
      expect(after.metadata.uid).toBe(metadata.uid);
      expect(after.status.containerStatuses?.map(({ restartCount }) => restartCount)).toEqual([0]);
    });

    it("and so does everything beside it", async () => {
      const pods = await platform().node.list<Pod>("pods", namespace, "cnpg.io/podRole=instance");
      expect(pods.flatMap(({ status }) => status.containerStatuses?.map(({ restartCount }) => restartCount))).toEqual([
        0, 0,
      ]);
    });
  });

  describe("with a user id as OpenShift gives it", () => {
    it("the server's pod becomes ready", async () => {
      const { node } = platform();
      const { spec } = await node.get<Deployment>("deployment", "mlflow", namespace);
      const anyUser = { runAsNonRoot: true, runAsUser: 1000650000, fsGroup: 1000650000 };
      const securityContext = { ...anyUser, seccompProfile: { type: "RuntimeDefault" } };
      const labels = { "app.kubernetes.io/name": "mlflow", "app.kubernetes.io/instance": "mlflow", test: "openshift" };
      const pod = {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "openshift", namespace, labels },
        spec: { ...spec.template.spec, securityContext },
      };
      await node.kubectl(["apply", "-f", "-"], JSON.stringify(pod));
      await node.kubectl(["-n", namespace, "wait", "pod/openshift", "--for=condition=Ready", "--timeout=240s"]);
      const id = await node.kubectl(["-n", namespace, "exec", "openshift", "--", "id", "-u"]);
      await node.kubectl(["-n", namespace, "delete", "pod", "openshift", "--wait=false"]);
      expect(id.trim()).toBe("1000650000");
    });
  });
}

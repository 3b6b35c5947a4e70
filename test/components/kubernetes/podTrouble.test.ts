import { expect, test } from "vitest";
import { type Pod, podTrouble } from "../../../components/kubernetes/podTrouble.ts";

type Status = NonNullable<Pod["status"]>;

const pod = (status: Status): Pod => ({ spec: { containers: [{ name: "server" }] }, status });
const container = (more: Partial<NonNullable<Status["containerStatuses"]>[number]>) =>
  pod({ containerStatuses: [{ name: "server", ready: false, restartCount: 0, ...more }] });

test("a pod that is ready or has completed has no trouble", () => {
  expect(podTrouble(container({ ready: true, state: { running: {} } }))).toBeUndefined();
  expect(podTrouble(container({ state: { terminated: { exitCode: 0 } } }))).toBeUndefined();
});

test("an image that cannot be pulled is a lasting trouble", () => {
  const state = { waiting: { reason: "ImagePullBackOff", message: "not found" } };
  expect(podTrouble(container({ state }))).toEqual({
    text: "container server: ImagePullBackOff: not found",
    lasting: true,
  });
});

test("a crash is lasting after the third restart, and names the log of the last run", () => {
  const state = { waiting: { reason: "CrashLoopBackOff", message: "back-off 40s" } };
  const lastState = { terminated: { reason: "Error", exitCode: 1 } };
  expect(podTrouble(container({ state, lastState, restartCount: 1 }))?.lasting).toBe(false);
  expect(podTrouble(container({ state, lastState, restartCount: 3 }))).toEqual({
    text: "container server: CrashLoopBackOff, after 3 restarts, last with code 1 (Error)",
    lasting: true,
    container: { name: "server", previous: true },
  });
});

test("a pod that cannot be scheduled has a reason", () => {
  const conditions = [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message: "Insufficient cpu" }];
  expect(podTrouble(pod({ conditions }))?.text).toBe("it cannot be scheduled: Insufficient cpu");
});

test("a container that runs and is not ready differs from one that waits", () => {
  expect(podTrouble(container({ state: { running: {} } }))?.text).toBe("container server runs and is not ready yet");
  expect(podTrouble(container({ state: { waiting: { reason: "PodInitializing" } } }))?.text).toBe(
    "container server waits: PodInitializing",
  );
});

/** Why a pod does not run or is not ready, in the words of its own status. */
import type { Condition, LiveCluster, LiveObject } from "../../lib/liveCluster.ts";

export interface Pod extends LiveObject {
  spec: { containers: { name: string }[]; initContainers?: { name: string }[] };
  status?: {
    phase?: string;
    conditions?: Condition[];
    containerStatuses?: ContainerStatus[];
    initContainerStatuses?: ContainerStatus[];
  };
}

interface ContainerStatus {
  name: string;
  ready: boolean;
  restartCount: number;
  state?: {
    waiting?: { reason?: string; message?: string };
    terminated?: { reason?: string; exitCode: number; message?: string };
    running?: object;
  };
  lastState?: { terminated?: { reason?: string; exitCode: number } };
}

export interface Trouble {
  /** One sentence without the pod's name. */
  text: string;

  /** Whether waiting is unlikely to help. */
  lasting: boolean;

  /** The container with the trouble, whose log may explain it. */
  container?: { name: string; previous: boolean };
}

/** Reasons of the kubelet that mean that an image or a setting has to change. Source: kubelet, `events.go`. */
const lastingReasons = new Set([
  "CrashLoopBackOff",
  "ImagePullBackOff",
  "ErrImagePull",
  "ErrImageNeverPull",
  "InvalidImageName",
  "CreateContainerConfigError",
  "CreateContainerError",
]);

/** The first trouble of a pod; undefined where it is ready or has completed. */
export function podTrouble({ status }: Pod): Trouble | undefined {
  const unscheduled = status?.conditions?.find(({ type, status }) => type === "PodScheduled" && status === "False");
  if (unscheduled) {
    return {
      text: `it cannot be scheduled: ${unscheduled.message ?? unscheduled.reason ?? "no reason given"}`,
      lasting: false,
    };
  }
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return containers.map(containerTrouble).find((trouble) => trouble !== undefined);
}

function containerTrouble({ name, ready, restartCount, state, lastState }: ContainerStatus): Trouble | undefined {
  const { waiting, terminated } = state ?? {};
  if (terminated) {
    return terminated.exitCode === 0
      ? undefined
      : {
          text: `container ${name} ended with code ${terminated.exitCode} (${terminated.reason ?? "Error"})`,
          lasting: false,
          container: { name, previous: false },
        };
  }
  if (waiting?.reason !== undefined && lastingReasons.has(waiting.reason)) {
    const ended = lastState?.terminated;
    const crashed = ended ? `, after ${restartCount} restarts, last with code ${ended.exitCode} (${ended.reason})` : "";
    return {
      text: `container ${name}: ${waiting.reason}${crashed}${waiting.message && !ended ? `: ${waiting.message}` : ""}`,
      lasting: waiting.reason !== "CrashLoopBackOff" || restartCount >= 3,
      ...(ended && { container: { name, previous: true } }),
    };
  }
  if (waiting) {
    return { text: `container ${name} waits: ${waiting.reason ?? "no reason given"}`, lasting: false };
  }
  return ready ? undefined : { text: `container ${name} runs and is not ready yet`, lasting: false };
}

/** Seconds that a lasting trouble may persist, since pulls are retried. */
const limit = 45;

/** Measures how long a trouble has persisted. */
export class TroubleTimer {
  #text: string | undefined;
  #since = 0;

  /** Whether the same lasting trouble has persisted for too long. */
  hasExpired(trouble: Trouble | undefined): boolean {
    if (trouble?.text !== this.#text) {
      this.#text = trouble?.text;
      this.#since = performance.now();
    }
    return trouble?.lasting === true && performance.now() - this.#since > limit * 1000;
  }
}

/** The end of the log of the container in trouble, indented; empty where there is none. */
export async function troubleLog(live: LiveCluster, pod: Pod, { container }: Trouble): Promise<string> {
  if (container === undefined) {
    return "";
  }
  const { name = "", namespace = "" } = pod.metadata ?? {};
  const text = await live.log({ name, namespace, container: container.name, previous: container.previous }, 20);
  const lines = text.trimEnd().split("\n");
  return text === "" ? "" : `\nThe end of its log:\n${lines.map((line) => `    ${line}`).join("\n")}`;
}

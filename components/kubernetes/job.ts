/** Jobs of a stack: each has one name, runs once for each spec, and its dependents wait for its success. */
import { Job as KubernetesJob } from "@pulumi/kubernetes/batch/v1/job.js";
import type { batch } from "@pulumi/kubernetes/types/input.js";
import type { CustomResourceOptions, Resource, ResourceHook } from "@pulumi/pulumi";
import { contentHash } from "../../lib/contentHash.ts";
import { createdAt, type LiveCluster, type LiveObject } from "../../lib/liveCluster.ts";
import { UserError } from "../../lib/userError.ts";
import { waitUntilNothing } from "../../lib/waiting.ts";
import { createdIsEnough, milestone } from "./milestone.ts";
import { type Pod, podTrouble, TroubleTimer, troubleLog } from "./podTrouble.ts";

interface JobArgs {
  metadata: { name: string; namespace: string; labels: Record<string, string> };
  annotations: Record<string, string>;
  spec: batch.v1.JobSpec;

  /** ConfigMap that is written after it has succeeded. */
  milestone: { name: string; labels: Record<string, string>; guard?: ResourceHook };

  /** Minutes to wait for it; more than its `activeDeadlineSeconds`. */
  minutes: number;

  /** Advice for the user where it has failed. */
  afterFailure: string;

  /** The cluster whose state is waited for. Absent where manifests are only written: then Pulumi's provider waits. */
  live: LiveCluster | undefined;
}

/** Annotation of a Job with the hash of its spec, to compare an existing Job with the wanted one. */
export const jobSpecAnnotation = "mlops-platform/spec";

/**
 * Makes a Job, and replaces it where its spec has changed or it has failed. The old one is deleted first, so that its
 * name is free, also after a change is reverted.
 *
 * @returns a resource to depend on, which exists once the Job has succeeded.
 */
export function completedJob(name: string, args: JobArgs, opts: CustomResourceOptions): Resource {
  const { metadata, annotations, spec, minutes, afterFailure, live } = args;
  const job = new KubernetesJob(
    name,
    {
      metadata: {
        ...metadata,
        annotations: {
          [jobSpecAnnotation]: contentHash(spec),
          // Without it a failed Job would stay failed in every further update.
          "pulumi.com/replaceUnready": "true",
          ...(live && createdIsEnough),
          ...annotations,
        },
      },
      spec,
    },
    { ...opts, deleteBeforeReplace: true, customTimeouts: { create: `${minutes}m` } },
  );
  if (live === undefined) {
    return job;
  }
  const { name: milestoneName, labels, guard } = args.milestone;
  return milestone(
    milestoneName,
    {
      metadata: { ...metadata, name: milestoneName, labels },
      of: spec,
      guard,
      reached: ({ say }) => jobSucceeded(live, { ...metadata, minutes, say, afterFailure }),
    },
    { parent: opts.parent, dependsOn: job },
  );
}

interface Job extends LiveObject {
  status?: {
    succeeded?: number;
    failed?: number;
    active?: number;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
  };
}

interface JobOutcome {
  name: string;
  namespace: string;
  /** Minutes to wait for it; more than its `activeDeadlineSeconds`. */
  minutes: number;
  say: (message: string) => void;
  /** Advice for the user where it has failed. */
  afterFailure: string;
}

/**
 * Waits until a Job has succeeded.
 *
 * @throws UserError with the end of the log of its last pod, where it has failed.
 */
async function jobSucceeded(live: LiveCluster, outcome: JobOutcome): Promise<void> {
  const { name, namespace, minutes, say, afterFailure } = outcome;
  const lookAt = `kubectl --namespace ${namespace} logs --all-containers --selector batch.kubernetes.io/job-name=${name}`;
  const timer = new TroubleTimer();
  await waitUntilNothing({ what: `Job ${namespace}/${name}`, lookAt, minutes, say }, async () => {
    const job = await live.read<Job>({ apiVersion: "batch/v1", kind: "Job", name, namespace });
    if (job === undefined) {
      return "it does not exist.";
    }
    const isTrue = (wanted: string) =>
      job.status?.conditions?.find(({ type, status }) => type === wanted && status === "True");
    if (isTrue("Complete")) {
      return undefined;
    }
    const pod = await lastPod(live, name, namespace);
    const trouble = pod && podTrouble(pod);
    const failed = isTrue("Failed");
    const hasExpired = timer.hasExpired(trouble);
    if (failed || hasExpired) {
      const reason = trouble ? `its last pod, ${pod?.metadata?.name}: ${trouble.text}` : failed?.message;
      const log = pod && trouble ? await troubleLog(live, pod, trouble) : "";
      throw new UserError(
        `Job ${namespace}/${name} failed (${failed?.reason ?? "its pod does not start"}): ${reason}.${log}\nTo see more: ${lookAt}\n${afterFailure}`,
      );
    }
    return trouble ? `Pod ${pod.metadata?.name}: ${trouble.text}.` : "it runs.";
  });
}

async function lastPod(live: LiveCluster, job: string, namespace: string): Promise<Pod | undefined> {
  const pods = await live.list<Pod>(
    { apiVersion: "v1", kind: "Pod", namespace },
    `batch.kubernetes.io/job-name=${job}`,
  );
  return pods.toSorted((a, b) => createdAt(a) - createdAt(b)).at(-1);
}

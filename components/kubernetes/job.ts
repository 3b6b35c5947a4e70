/** Jobs of a stack: each has one name, runs once for each spec, and its dependents wait for its success. */
import { Job as KubernetesJob } from "@pulumi/kubernetes/batch/v1/job.js";
import type { batch } from "@pulumi/kubernetes/types/input.js";
import { type CustomResourceOptions, type Resource, ResourceHook } from "@pulumi/pulumi";
import { contentHash } from "../../lib/contentHash.ts";
import type { Json } from "../../lib/json.ts";
import { type Condition, createdAt, type LiveCluster, type LiveObject } from "../../lib/liveCluster.ts";
import { UserError } from "../../lib/userError.ts";
import { waitUntilNothing } from "../../lib/waiting.ts";
import { createdIsEnough, milestone } from "./milestone.ts";
import { plainInputs } from "./plainInputs.ts";
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
 * Makes a Job, and replaces it where its spec has changed. The old one is deleted first, so that its name is free, also
 * after a change is reverted. One that an earlier update left failed runs again, and one that it left running is waited
 * for: `pulumi.com/replaceUnready` would end it, and an update killed meanwhile would leave no Job at all.
 *
 * @returns a resource to depend on, which exists once the Job has succeeded.
 */
export function completedJob(name: string, args: JobArgs, opts: CustomResourceOptions): Resource {
  const { metadata, annotations, spec, minutes, afterFailure, live } = args;
  let isNew = false;
  const made =
    live &&
    new ResourceHook(`${name}-made`, () => {
      isNew = true;
    });
  const job = new KubernetesJob(
    name,
    {
      metadata: {
        ...metadata,
        annotations: {
          [jobSpecAnnotation]: contentHash(spec),
          ...(live && createdIsEnough),
          ...annotations,
        },
      },
      spec,
    },
    {
      ...opts,
      deleteBeforeReplace: true,
      customTimeouts: { create: `${minutes}m` },
      ...(made && { hooks: { ...opts.hooks, afterCreate: [made, ...(opts.hooks?.afterCreate ?? [])] } }),
    },
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
      reached: ({ say }) => {
        const manifest = isNew ? undefined : () => jobManifest(job, spec);
        return jobSucceeded(live, { ...metadata, minutes, say, afterFailure, manifest });
      },
    },
    { parent: opts.parent, dependsOn: job },
  );
}

/** A Job as it was registered, with the marks and labels of the stack. It may hold secrets, so it must not be shown. */
export async function jobManifest({ metadata }: KubernetesJob, spec: batch.v1.JobSpec): Promise<LiveObject> {
  const plain: unknown = await plainInputs({ metadata, spec });
  const { metadata: own, spec: ownSpec } = plain as { metadata: NonNullable<LiveObject["metadata"]>; spec: Json };
  const { name, namespace, labels, annotations } = own;
  return { apiVersion: "batch/v1", kind: "Job", metadata: { name, namespace, labels, annotations }, spec: ownSpec };
}

interface Job extends LiveObject {
  status?: {
    succeeded?: number;
    failed?: number;
    active?: number;
    conditions?: Condition[];
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
  /** Of a Job of an earlier update, with which it is made again. */
  manifest?: (() => Promise<LiveObject>) | undefined;
}

/**
 * Waits until a Job has succeeded. One of an earlier update that has failed, or is gone, runs once more.
 *
 * @throws UserError with the end of the log of its last pod, where it has failed.
 */
export async function jobSucceeded(live: LiveCluster, outcome: JobOutcome): Promise<void> {
  const { name, namespace, minutes, say, afterFailure } = outcome;
  const lookAt = `kubectl --namespace ${namespace} logs --all-containers --selector batch.kubernetes.io/job-name=${name}`;
  const timer = new TroubleTimer();
  const absence = new TroubleTimer();
  const reference = { apiVersion: "batch/v1", kind: "Job", name, namespace };
  let { manifest } = outcome;
  await waitUntilNothing({ what: `Job ${namespace}/${name}`, lookAt, minutes, say }, async () => {
    const job = await live.read<Job>(reference);
    const isTrue = (wanted: string) =>
      job?.status?.conditions?.find(({ type, status }) => type === wanted && status === "True");
    // A Job without the annotation was made by somebody else, and is not deleted.
    const isOurs = job?.metadata?.annotations?.[jobSpecAnnotation] !== undefined;
    if (manifest !== undefined && (job === undefined || (isOurs && isTrue("Failed")))) {
      await live.delete(reference);
      await live.create(await manifest());
      manifest = undefined;
      return `an earlier update left it ${job === undefined ? "deleted" : "failed"}. It runs again.`;
    }
    if (absence.hasExpired(job === undefined ? { text: "absent", lasting: true } : undefined)) {
      throw new UserError(
        `Job ${namespace}/${name} is gone: something has deleted it. Make it again: pulumi up --refresh`,
      );
    }
    if (job === undefined) {
      return "it does not exist.";
    }
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

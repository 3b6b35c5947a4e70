import { Job } from "@pulumi/kubernetes/batch/v1/job.js";
import { secret } from "@pulumi/pulumi";
import { describe, expect, it, vi } from "vitest";
import { jobManifest, jobSpecAnnotation, jobSucceeded } from "../../../components/kubernetes/job.ts";
import { labelResources } from "../../../components/kubernetes/labels.ts";
import { ownResources } from "../../../components/kubernetes/ownership.ts";
import { LiveClusterDouble } from "../../support/liveClusterDouble.ts";
import { shortenPauses } from "../../support/shortPauses.ts";
import { stack } from "../../support/stack.ts";

const job = (type: string, reason?: string) => ({
  kind: "Job",
  metadata: { name: "migrate", namespace: "ml", annotations: { [jobSpecAnnotation]: "of-ours" } },
  status: { conditions: [{ type, status: "True", ...(reason && { reason, message: "it took too long" }) }] },
});

const manifest = { apiVersion: "batch/v1", kind: "Job", metadata: { name: "migrate", namespace: "ml" } };

const succeeded = (live: LiveClusterDouble, others = {}) =>
  jobSucceeded(live, {
    name: "migrate",
    namespace: "ml",
    minutes: 60,
    say: () => {},
    afterFailure: "Fix it.",
    ...others,
  });

describe("a Job that is waited for", () => {
  shortenPauses();

  it("is over when it has completed", async () => {
    await expect(succeeded(new LiveClusterDouble([job("Complete")]))).resolves.toBeUndefined();
  });

  it("fails with its own reason, and what to do", async () => {
    const live = new LiveClusterDouble([job("Failed", "DeadlineExceeded")]);
    await expect(succeeded(live)).rejects.toThrow(/failed \(DeadlineExceeded\): it took too long.*\n.*\nFix it\./);
  });

  it("fails with the end of its last pod's log", async () => {
    const container = { name: "main", ready: false, restartCount: 0, state: { terminated: { exitCode: 1 } } };
    const pod = {
      kind: "Pod",
      metadata: { name: "migrate-1" },
      spec: { containers: [{ name: "main" }] },
      status: { containerStatuses: [container] },
    };
    const live = new LiveClusterDouble([job("Failed", "BackoffLimitExceeded"), pod], "no such table\n");
    await expect(succeeded(live)).rejects.toThrow(/ended with code 1[\s\S]*no such table/);
  });

  it.each([
    ["failed", [job("Failed", "DeadlineExceeded")]],
    ["deleted", []],
  ])("runs once more where an earlier update left it %s", async (_, left) => {
    const live = new LiveClusterDouble(left);
    const done = succeeded(live, { manifest: async () => manifest });
    await expect.poll(() => live.made).toEqual([manifest]);
    live.objects.splice(0, 1, job("Complete"));
    await done;
    expect(live.made).toHaveLength(1);
    expect(live.deleted).toMatchObject([{ kind: "Job", name: "migrate", namespace: "ml" }]);
  });

  it("is left alone where somebody else made it", async () => {
    const { metadata, ...others } = job("Failed", "DeadlineExceeded");
    const live = new LiveClusterDouble([{ ...others, metadata: { ...metadata, annotations: {} } }]);
    await expect(succeeded(live, { manifest: async () => manifest })).rejects.toThrow("failed (DeadlineExceeded)");
    expect(live.deleted).toEqual([]);
  });

  it("is not made again where it fails once more", async () => {
    const live = new LiveClusterDouble([job("Failed", "DeadlineExceeded")]);
    await expect(succeeded(live, { manifest: async () => manifest })).rejects.toThrow("failed (DeadlineExceeded)");
    expect(live.made).toHaveLength(1);
  });

  it("is not waited for to the end of its time where it has been deleted", async () => {
    let clock = 0;
    vi.spyOn(performance, "now").mockImplementation(() => {
      clock += 20_000;
      return clock;
    });
    await expect(succeeded(new LiveClusterDouble([]))).rejects.toThrow("Make it again: pulumi up --refresh");
  });
});

describe("a Job that is made again", () => {
  it("has its name, its spec, and the labels and marks of the stack", async () => {
    const metadata = { name: "migrate", namespace: "ml", labels: { app: "mlflow" }, annotations: { a: "b" } };
    const container = { name: "main", image: "mlflow", env: [{ name: "KEY", value: secret("k") }] };
    const spec = { template: { spec: { containers: [container] } } };
    let again: ReturnType<typeof jobManifest> | undefined;
    await stack(() => {
      ownResources({ live: undefined, takeOver: [] });
      labelResources({ team: "ml" });
      again = jobManifest(new Job("migrate", { metadata, spec }), spec);
    });
    expect(await again).toEqual({
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: {
        ...metadata,
        labels: { app: "mlflow", team: "ml" },
        annotations: {
          a: "b",
          "mlops-platform/owner": "organization/mlops-platform/test/migrate",
          "pulumi.com/patchFieldManager": "mlops-platform",
        },
      },
      spec: { template: { spec: { containers: [{ ...container, env: [{ name: "KEY", value: "k" }] }] } } },
    });
  });
});

import { describe, expect, it, vi } from "vitest";
import { jobSucceeded } from "../../../components/kubernetes/job.ts";
import { LiveClusterDouble } from "../../support/liveClusterDouble.ts";
import { shortenPauses } from "../../support/shortPauses.ts";

const job = (type: string, reason?: string) => ({
  kind: "Job",
  metadata: { name: "migrate", namespace: "ml" },
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

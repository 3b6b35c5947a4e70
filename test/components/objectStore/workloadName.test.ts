import { describe, expect, it } from "vitest";
import { workloadName } from "../../../components/objectStore/workloadName.ts";

const workload = { namespace: "mlops", serviceAccount: "mlflow" };

describe("the name of a workload's identity", () => {
  it("is readable and stays the same", () => {
    expect(workloadName("prod", "store", workload, 64)).toMatch(/^ml-mlops-mlflow-[0-9a-f]{8}$/);
    expect(workloadName("prod", "store", workload, 64)).toBe(workloadName("prod", "store", { ...workload }, 64));
  });

  it.each([30, 64])("fits %i characters", (length) => {
    const long = { namespace: "n".repeat(63), serviceAccount: "s".repeat(63) };
    expect(workloadName("prod", "store", long, length).length).toBeLessThanOrEqual(length);
  });

  it("begins with a letter where the namespace does not", () => {
    expect(workloadName("prod", "store", { ...workload, namespace: "1st" }, 30)).toMatch(/^[a-z]/);
  });

  it("does not end its readable part in a hyphen when it is cut", () => {
    expect(workloadName("prod", "store", { namespace: "abcdefghijklmnopq", serviceAccount: "x" }, 30)).not.toContain(
      "--",
    );
  });

  it.each([
    ["stack", workloadName("dev", "store", workload, 64)],
    ["store", workloadName("prod", "other", workload, 64)],
    [
      "workload that reads the same",
      workloadName("prod", "store", { namespace: "mlops-ml", serviceAccount: "flow" }, 64),
    ],
  ])("differs for another %s", (_case, other) => {
    expect(other).not.toBe(workloadName("prod", "store", workload, 64));
  });

  it("tells a-b/c from a/b-c", () => {
    const first = workloadName("prod", "store", { namespace: "a-b", serviceAccount: "c" }, 64);
    expect(first).not.toBe(workloadName("prod", "store", { namespace: "a", serviceAccount: "b-c" }, 64));
  });
});

import { describe, expect, it } from "vitest";
import {
  cloudWaivers,
  imageWaivers,
  waiverAnnotations,
  waivers,
} from "../../../components/kubernetes/scannerExemptions.ts";

describe("annotations for scanners", () => {
  it("number checkov's, each with its reason, and list kube-score's", () => {
    expect(waiverAnnotations("noKnownProbe", "noCpuLimit", "oneReplica")).toEqual({
      "checkov.io/skip1": "CKV_K8S_8=No source says that the service answers any probe.",
      "checkov.io/skip2": "CKV_K8S_9=No source says that the service answers any probe.",
      "checkov.io/skip3": `CKV_K8S_11=${waivers.noCpuLimit.reason}`,
      "kube-score/ignore": "container-resources,deployment-replicas",
    });
  });

  it("are for one scanner where the other has no such check", () => {
    expect(Object.keys(waiverAnnotations("imageByTag"))).toEqual(["checkov.io/skip1"]);
    expect(Object.keys(waiverAnnotations("podsOfOperator"))).toEqual(["kube-score/ignore"]);
  });

  it("do not say that a digest is missing where there is one", () => {
    const digest = "a".repeat(64);
    expect(imageWaivers("example.com/mlflow:v1")).toContain("imageByTag");
    expect(imageWaivers(`example.com/mlflow:v1@sha256:${digest}`)).not.toContain("imageByTag");
  });
});

describe("reasons", () => {
  it.each([...Object.values(waivers), ...cloudWaivers])(
    "are sentences that checkov can read: $reason",
    ({ reason }) => {
      expect(reason).toMatch(/^[A-Z][^=\n]+\.$/);
    },
  );
});

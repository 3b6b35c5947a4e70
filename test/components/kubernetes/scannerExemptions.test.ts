import { describe, expect, it } from "vitest";
import {
  cloudExemptions,
  exemptionAnnotations,
  imageExemptions,
  scannerExemptions,
} from "../../../components/kubernetes/scannerExemptions.ts";

describe("annotations for scanners", () => {
  it("number checkov's checks, each with its reason, and list kube-score's tests", () => {
    expect(exemptionAnnotations("noKnownProbe", "noCpuLimit", "oneReplica")).toEqual({
      "checkov.io/skip1": "CKV_K8S_8=No source says that the service answers any probe.",
      "checkov.io/skip2": "CKV_K8S_9=No source says that the service answers any probe.",
      "checkov.io/skip3": `CKV_K8S_11=${scannerExemptions.noCpuLimit.reason}`,
      "kube-score/ignore": "container-resources,deployment-replicas",
    });
  });

  it("name one scanner where the other has no such check", () => {
    expect(Object.keys(exemptionAnnotations("imageByTag"))).toEqual(["checkov.io/skip1"]);
    expect(Object.keys(exemptionAnnotations("podsOfOperator"))).toEqual(["kube-score/ignore"]);
  });

  it("have no exemption for a missing digest where there is one", () => {
    const digest = "a".repeat(64);
    expect(imageExemptions("example.com/mlflow:v1")).toContain("imageByTag");
    expect(imageExemptions(`example.com/mlflow:v1@sha256:${digest}`)).not.toContain("imageByTag");
  });
});

describe("reasons", () => {
  it.each([...Object.values(scannerExemptions), ...cloudExemptions])(
    "are sentences that checkov can read: $reason",
    ({ reason }) => {
      expect(reason).toMatch(/^[A-Z][^=\n]+\.$/);
    },
  );
});

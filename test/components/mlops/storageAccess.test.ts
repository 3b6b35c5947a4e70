import { describe, expect, it } from "vitest";
import { storageAccess } from "../../../components/mlops/storageAccess.ts";
import { grantTargets } from "../../support/grantTargets.ts";

// Whole buckets are read in storageWiring.test.ts, with the values of the chart around them.
describe("storage of H2O MLOps below a prefix", () => {
  it("ends the prefix with a slash on AWS", () => {
    expect(storageAccess({ ...grantTargets.aws, prefix: "h2o" })).toEqual({
      url: "s3://ml?region=eu-central-1&prefix=h2o/",
      migration: { cloudProvider: "s3", bucketName: "ml", region: "eu-central-1", prefix: "h2o/" },
    });
  });

  it.each(["gcp", "azure", "s3"] as const)("has no address on %s", (kind) => {
    expect(storageAccess({ ...grantTargets[kind], prefix: "h2o" })).toBeUndefined();
  });
});

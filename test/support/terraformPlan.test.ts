import { describe, expect, it } from "vitest";
import { terraformPlan, terraformSources, terraformType } from "./terraformPlan.ts";

describe("types in a Terraform plan", () => {
  it.each([
    ["aws:s3/bucket:Bucket", "aws_s3_bucket"],
    [
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      "aws_s3_bucket_server_side_encryption_configuration",
    ],
    ["aws:iam/rolePolicy:RolePolicy", "aws_iam_role_policy"],
    ["aws:eks/podIdentityAssociation:PodIdentityAssociation", "aws_eks_pod_identity_association"],
    ["gcp:storage/bucketIAMMember:BucketIAMMember", "google_storage_bucket_iam_member"],
    ["gcp:serviceaccount/account:Account", "google_service_account"],
    ["gcp:serviceaccount/iAMMember:IAMMember", "google_service_account_iam_member"],
  ])("%s is %s", (token, type) => {
    expect(terraformType(token)).toBe(type);
  });
});

describe("a Terraform plan", () => {
  const bucket = { type: "gcp:storage/bucket:Bucket", name: "store/artifacts", inputs: { name: "artifacts" } };
  const planned = (inputs: Record<string, unknown>) =>
    terraformPlan([{ ...bucket, inputs }]).planned_values.root_module.resources[0];

  it("has resources at addresses that Terraform allows", () => {
    expect(planned({ name: "artifacts" })).toMatchObject({
      address: "google_storage_bucket.store_artifacts",
      values: { name: "artifacts" },
    });
  });

  it("spells attributes as Terraform does, and puts blocks in lists", () => {
    const inputs = {
      uniformBucketLevelAccess: true,
      versioning: { enabled: true },
      lifecycleRules: [{ action: { type: "Delete" }, condition: { withState: "ARCHIVED" } }],
    };
    expect(planned(inputs)?.values).toEqual({
      uniform_bucket_level_access: true,
      versioning: [{ enabled: true }],
      lifecycle_rule: [{ action: [{ type: "Delete" }], condition: [{ with_state: "ARCHIVED" }] }],
    });
  });

  it("leaves maps as they are: their keys are the user's", () => {
    expect(planned({ labels: { costCentre: "ml" } })?.values).toEqual({ labels: { costCentre: "ml" } });
  });

  it("refers to the bucket, the role and the account that a resource names", () => {
    const account = {
      type: "gcp:serviceaccount/account:Account",
      name: "account",
      inputs: { accountId: "mlflow", project: "p" },
    };
    const member = {
      type: "gcp:storage/bucketIAMMember:BucketIAMMember",
      name: "grant",
      inputs: { bucket: "artifacts", member: "serviceAccount:mlflow@p.iam.gserviceaccount.com", role: "viewer" },
    };
    const plan = terraformPlan([bucket, account, member]);
    expect(plan.configuration.root_module.resources[2]?.expressions).toEqual({
      bucket: { references: ["google_storage_bucket.store_artifacts.id", "google_storage_bucket.store_artifacts"] },
      member: { references: ["google_service_account.account.id", "google_service_account.account"] },
    });
    expect(plan.configuration.root_module.resources[0]?.expressions).toEqual({});
  });

  it("has sources whose comments skip what is waived", () => {
    const exemption = { on: bucket.type, checkov: "CKV_GCP_62", reason: "Nobody reads logs." };
    const other = { on: "aws:s3/bucket:Bucket", checkov: "CKV_AWS_18", reason: "None." };
    expect(terraformSources(terraformPlan([bucket]), [exemption, other])).toBe(
      'resource "google_storage_bucket" "store_artifacts" {\n  #checkov:skip=CKV_GCP_62:Nobody reads logs.\n}\n',
    );
  });

  it("creates everything", () => {
    const [change] = terraformPlan([bucket]).resource_changes;
    expect(change?.change).toEqual({ actions: ["create"], before: null, after: { name: "artifacts" } });
  });
});

import type { IAMMemberArgs as ProjectMemberArgs } from "@pulumi/gcp/projects/iammember.js";
import type { IAMBindingArgs } from "@pulumi/gcp/serviceaccount/iambinding.js";
import type { IAMMemberArgs } from "@pulumi/gcp/serviceaccount/iammember.js";
import type { IAMPolicyArgs } from "@pulumi/gcp/serviceaccount/iampolicy.js";
import type { KeyArgs } from "@pulumi/gcp/serviceaccount/key.js";
import type { BucketIAMMemberArgs } from "@pulumi/gcp/storage/bucketIAMMember.js";
import type { HmacKeyArgs } from "@pulumi/gcp/storage/hmacKey.js";
import { UNKNOWN } from "../../../../graph/inputs.ts";
import { type Case, type CaseResource, resource } from "../../case.ts";

const project = "example";
const serviceAccountId = `projects/${project}/serviceAccounts/mlflow@${project}.iam.gserviceaccount.com`;
const mlflow = `serviceAccount:mlflow@${project}.iam.gserviceaccount.com`;
const telemetry = `serviceAccount:telemetry@${project}.iam.gserviceaccount.com`;
const workloadUser = "roles/iam.workloadIdentityUser";

const workload = "gcp-workload-identity-bound";
const basic = "gcp-basic-role-absent";
const onBucket = "gcp-storage-role-on-bucket";
const impersonation = "gcp-impersonation-on-account";
const key = "gcp-service-account-key-absent";
const least = "gcp-bucket-role-least";
const limited = "gcp-bucket-role-limited";

const actsAs = (name: string, member: string, role = workloadUser): CaseResource[] => [
  resource<IAMMemberArgs>("gcp:serviceaccount/iAMMember:IAMMember", name, { serviceAccountId, role, member }),
];

const actAs = (name: string, members: string[]): CaseResource[] => [
  resource<IAMBindingArgs>("gcp:serviceaccount/iAMBinding:IAMBinding", name, {
    serviceAccountId,
    role: workloadUser,
    members,
  }),
];

const onProject = (name: string, role: string): CaseResource[] => [
  resource<ProjectMemberArgs>("gcp:projects/iAMMember:IAMMember", name, { project, role, member: mlflow }),
];

const inBucket = (name: string, inputs: Partial<BucketIAMMemberArgs>): CaseResource =>
  resource<BucketIAMMemberArgs>("gcp:storage/bucketIAMMember:BucketIAMMember", name, {
    bucket: "artifacts",
    role: "roles/storage.objectUser",
    member: mlflow,
    ...inputs,
  });

const below = (prefix: string) => ({
  title: "below-prefix",
  expression: `resource.name.startsWith("projects/_/buckets/artifacts/objects/${prefix}/")`,
});

const hmacKey = (name: string, state: string) =>
  resource<HmacKeyArgs>("gcp:storage/hmacKey:HmacKey", name, {
    serviceAccountEmail: `mlflow@${project}.iam.gserviceaccount.com`,
    state,
  });

export const gcpIdentityCases: Case[] = [
  {
    rule: workload,
    passes: [
      actsAs(workload, `serviceAccount:${project}.svc.id.goog[mlflow/mlflow]`),
      actsAs(
        workload,
        `principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/${project}.svc.id.goog/subject/ns/mlflow/sa/mlflow`,
      ),
      actsAs(workload, UNKNOWN),
    ],
    fails: [
      actsAs(
        workload,
        `principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/${project}.svc.id.goog/namespace/mlflow`,
      ),
      actsAs(`${workload}-2`, telemetry),
      [
        ...actsAs(`${workload}-5`, `serviceAccount:${project}.svc.id.goog[mlflow/mlflow]`),
        ...actsAs(`${workload}-5-other`, `serviceAccount:${project}.svc.id.goog[default/default]`),
      ],
      actsAs(`${workload}-6`, `serviceAccount:${project}.svc.id.goog[*/*]`, "roles/iam.serviceAccountTokenCreator"),
      [
        resource<IAMPolicyArgs>("gcp:serviceaccount/iAMPolicy:IAMPolicy", `${workload}-7`, {
          serviceAccountId,
          policyData: JSON.stringify({ bindings: [{ role: workloadUser, members: ["allUsers"] }] }),
        }),
      ],
      actsAs(`${workload}-3`, `serviceAccount:${project}.svc.id.goog[mlflow/*]`),
      actAs(`${workload}-4`, [
        `serviceAccount:${project}.svc.id.goog[mlflow/mlflow]`,
        `serviceAccount:${project}.svc.id.goog[default/default]`,
      ]),
    ],
  },
  {
    rule: basic,
    passes: [onProject(basic, "roles/monitoring.metricWriter")],
    fails: [onProject(basic, "roles/editor"), onProject(`${basic}-2`, "roles/viewer")],
  },
  {
    rule: onBucket,
    passes: [onProject(onBucket, "roles/monitoring.metricWriter")],
    fails: [onProject(onBucket, "roles/storage.objectViewer"), onProject(`${onBucket}-2`, "roles/storage.admin")],
  },
  {
    rule: impersonation,
    passes: [onProject(impersonation, "roles/monitoring.metricWriter")],
    fails: [
      onProject(impersonation, "roles/iam.serviceAccountTokenCreator"),
      onProject(`${impersonation}-2`, workloadUser),
    ],
  },
  {
    rule: key,
    passes: [[hmacKey(key, "INACTIVE")]],
    fails: [
      [resource<KeyArgs>("gcp:serviceaccount/key:Key", key, { serviceAccountId })],
      [hmacKey(`${key}-2`, "ACTIVE")],
    ],
  },
  {
    rule: least,
    passes: [[inBucket(least, {})], [inBucket(least, { role: "roles/storage.bucketViewer" })]],
    fails: [
      [inBucket(least, { role: "roles/storage.admin" })],
      [inBucket(`${least}-2`, { role: "roles/storage.legacyBucketOwner" })],
    ],
  },
  {
    rule: limited,
    passes: [
      [
        inBucket(limited, { bucket: limited, condition: below("mlflow") }),
        inBucket(`${limited}-2`, { bucket: limited, condition: below("telemetry"), member: telemetry }),
      ],
      // A bucket of its own.
      [inBucket(limited, { bucket: limited }), inBucket(`${limited}-2`, { bucket: "another", member: telemetry })],
    ],
    fails: [
      [
        inBucket(limited, { bucket: limited }),
        inBucket(`${limited}-other`, { bucket: limited, condition: below("telemetry"), member: telemetry }),
      ],
      [
        inBucket(`${limited}-2`, {
          bucket: `${limited}-2`,
          condition: { title: "hours", expression: "request.time.getHours() < 18" },
        }),
        inBucket(`${limited}-2-other`, { bucket: `${limited}-2`, member: telemetry }),
      ],
    ],
  },
];

import { describe, expect, it } from "vitest";
import { GcpObjectStore, type GcpObjectStoreArgs } from "../../../../components/objectStore/gcp/objectStore.ts";
import type { Grant, GrantArgs } from "../../../../components/objectStore/objectStore.ts";
import { gcpCloud } from "../../../../config/cloud.ts";
import { gcpObjectStore } from "../../../../config/objectStore/objectStore.ts";
import { at, type Stack, stack } from "../../../support/stack.ts";

// From config, in one expression: whatever a stack may say has to fit the args.
const args: GcpObjectStoreArgs = {
  cloud: gcpCloud.parse({ project: "acme-prod" }),
  ...gcpObjectStore.parse({
    kind: "gcp",
    location: "EU",
    buckets: { artifacts: { name: "acme-artifacts" }, backups: { name: "acme-backups" } },
  }),
};
const email = "mlflow@acme-shared.iam.gserviceaccount.com";
const mlflow: GrantArgs = {
  bucket: "artifacts",
  namespace: "mlops",
  serviceAccount: "mlflow",
  prefix: "mlflow",
  access: "readWrite",
};

/** Makes the store, asks for the grants, and shows both. */
async function store(change: Partial<GcpObjectStoreArgs> = {}, ...asked: Partial<GrantArgs>[]) {
  const grants: Grant[] = [];
  const made = await stack(() => {
    const objectStore = new GcpObjectStore("store", { ...args, ...change });
    grants.push(...asked.map((grant) => objectStore.grant({ ...mlflow, ...grant })));
  });
  const [grant] = grants;
  return { made, grants, grant };
}

function cloudResources(made: Stack) {
  return made.resources.filter(({ type }) => type.startsWith("gcp:"));
}

describe("the buckets of GcpObjectStore", () => {
  it("are private, versioned and ruled by IAM alone", async () => {
    const { made } = await store();
    expect(made.one("Bucket", "store-artifacts").inputs).toMatchObject({
      name: "acme-artifacts",
      project: "acme-prod",
      location: "EU",
      forceDestroy: false,
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      versioning: { enabled: true },
    });
  });

  it("keep what was deleted for the days of the config", async () => {
    const { made } = await store({ softDeleteDays: 10, noncurrentDays: 12 });
    const bucket = made.one("Bucket", "store-backups");
    expect(at(bucket, "softDeletePolicy.retentionDurationSeconds")).toBe(864_000);
    expect(at(bucket, "lifecycleRules")).toEqual([
      { action: { type: "Delete" }, condition: { daysSinceNoncurrentTime: 12, withState: "ARCHIVED" } },
      { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } },
    ]);
  });

  it.each([
    ["retain", true],
    ["delete", false],
  ] as const)("with %s are protected and kept: %s", async (retention, kept) => {
    const { made } = await store({ retention }, {});
    for (const bucket of made.all("Bucket")) {
      expect(bucket).toMatchObject({ protect: kept, retainOnDelete: kept });
    }
    expect(made.one("BucketIAMMember")).toMatchObject({ protect: false, retainOnDelete: false });
  });

  it("are two, and a third where models have their own", async () => {
    const buckets = { ...args.buckets, models: { kind: "managed", name: "acme-models" } } as const;
    const { made, grant } = await store({ buckets }, { bucket: "models", prefix: "" });
    expect(made.all("Bucket").map(({ inputs }) => inputs.name)).toEqual([
      "acme-artifacts",
      "acme-backups",
      "acme-models",
    ]);
    expect(grant?.target.bucket).toBe("acme-models");
    expect((await store()).made.all("Bucket")).toHaveLength(2);
  });

  it("are left alone if they exist", async () => {
    const buckets: GcpObjectStoreArgs["buckets"] = {
      artifacts: { kind: "existing", name: "acme-artifacts" },
      backups: { kind: "existing", name: "acme-backups" },
    };
    const { made } = await store({ buckets }, {});
    expect(made.all("Bucket")).toEqual([]);
    expect(made.one("BucketIAMMember").inputs.bucket).toBe("acme-artifacts");
  });
});

describe("the provider of GcpObjectStore", () => {
  it("is pinned to the project, and makes everything as children of the store", async () => {
    const { made } = await store({}, {});
    const provider = made.one("pulumi:providers:gcp");
    expect(provider.inputs.project).toBe("acme-prod");
    expect(made.parentOf(provider)?.name).toBe("store");
    expect(cloudResources(made)).toHaveLength(5);
    expect(cloudResources(made).filter((each) => !each.provider?.startsWith(provider.urn))).toEqual([]);
    expect(cloudResources(made).filter((each) => made.parentOf(each)?.name !== "store")).toEqual([]);
  });
});

describe("a grant of GcpObjectStore", () => {
  it("annotates the service account with an account that it alone may act as", async () => {
    const { made, grant } = await store({}, {});
    const account = `${made.one("Account").inputs.accountId}@acme-prod.iam.gserviceaccount.com`;
    expect(grant?.annotations).toEqual({ "iam.gke.io/gcp-service-account": account });
    expect(made.one("IAMMember").inputs).toEqual({
      serviceAccountId: `projects/acme-prod/serviceAccounts/${account}`,
      role: "roles/iam.workloadIdentityUser",
      member: "serviceAccount:acme-prod.svc.id.goog[mlops/mlflow]",
    });
  });

  it.each([
    ["readWrite", "roles/storage.objectUser"],
    ["read", "roles/storage.objectViewer"],
  ] as const)("with %s binds %s below the prefix", async (access, role) => {
    const { made } = await store({}, { access });
    const binding = made.one("BucketIAMMember");
    expect(binding.inputs).toMatchObject({
      bucket: "acme-artifacts",
      role,
      member: `serviceAccount:${made.one("Account").inputs.accountId}@acme-prod.iam.gserviceaccount.com`,
    });
    expect(at(binding, "condition.expression")).toContain('objects/mlflow/")');
    expect(made.waitsFor(binding)).toEqual(expect.arrayContaining(["store-artifacts", "store/mlops/mlflow"]));
  });

  it("owns the bucket with the empty prefix, and sees that it exists", async () => {
    const { made, grant } = await store({}, { bucket: "backups", prefix: "" });
    const bindings = made.all("BucketIAMMember");
    expect(bindings.map(({ inputs }) => inputs.role)).toEqual([
      "roles/storage.objectUser",
      "roles/storage.bucketViewer",
    ]);
    expect(bindings.map(({ inputs }) => inputs.condition)).toEqual([undefined, undefined]);
    expect(grant?.target).toMatchObject({ bucket: "acme-backups", prefix: "" });
  });

  it("needs neither keys nor environment", async () => {
    const { grant } = await store({}, {});
    expect(grant).toMatchObject({
      env: {},
      secretKeyRefs: {},
      target: { kind: "gcp", bucket: "acme-artifacts", prefix: "mlflow", location: "EU" },
    });
  });

  it("allows egress to the store and the metadata server only", async () => {
    const { grant } = await store({}, {});
    expect(grant?.egress.map(({ to }) => to)).toEqual([
      undefined,
      [{ ipBlock: { cidr: "169.254.169.254/32" } }],
      [{ ipBlock: { cidr: "169.254.169.252/32" } }],
    ]);
  });

  it("is ready once bucket, account and bindings are", async () => {
    const { grant } = await store({}, {});
    const types = grant?.ready.map((resource) => resource.constructor.name);
    expect(types).toEqual(["Bucket", "Account", "IAMMember", "BucketIAMMember"]);
  });

  it("adds a binding to the same account when asked for another prefix", async () => {
    const { made } = await store({}, {}, { prefix: "models" });
    expect(made.all("Account")).toHaveLength(1);
    expect(made.all("BucketIAMMember").map(({ name }) => name)).toEqual([
      "store/mlops/mlflow/artifacts/mlflow",
      "store/mlops/mlflow/artifacts/models",
    ]);
  });

  it("makes nothing more when asked for the same again", async () => {
    const { made, grants } = await store({}, {}, {});
    expect(made.all("BucketIAMMember")).toHaveLength(1);
    expect(grants[0]).toBe(grants[1]);
  });

  it("keeps to the 6 to 30 characters of an account's id", async () => {
    const long = { namespace: `1${"n".repeat(62)}`, serviceAccount: "s".repeat(63) };
    const { made } = await store({}, long, { namespace: "a", serviceAccount: "b" });
    for (const account of made.all("Account")) {
      expect(account.inputs.accountId).toMatch(/^[a-z][-a-z0-9]{4,28}[a-z0-9]$/);
    }
  });
});

describe("an existing service account", () => {
  it("gets the binding, and keeps its own users", async () => {
    const { made, grant } = await store({ identities: { "mlops/mlflow": { email } } }, {});
    expect(made.all("Account")).toEqual([]);
    expect(made.all("IAMMember")).toEqual([]);
    expect(made.one("BucketIAMMember").inputs.member).toBe(`serviceAccount:${email}`);
    expect(grant?.annotations).toEqual({ "iam.gke.io/gcp-service-account": email });
  });
});

describe("GcpObjectStore refuses", () => {
  it.each<[string, Partial<GcpObjectStoreArgs>, string]>([
    ["no location", { location: "" }, "location: expected"],
    [
      "a project's number",
      { cloud: { project: "123456" } },
      'cloud.project: expected a Google Cloud project id, found "123456"',
    ],
    ["too short a soft delete", { softDeleteDays: 1 }, "softDeleteDays: expected"],
    [
      "an e-mail of a person",
      { identities: { "mlops/mlflow": { email: "me@example.com" } } },
      'email: expected e-mail of a service account, found "me@example.com"',
    ],
    [
      "one bucket for both",
      { buckets: { artifacts: { kind: "managed", name: "acme" }, backups: { kind: "managed", name: "acme" } } },
      "backups.name: expected another bucket than that of artifacts",
    ],
  ])("%s", async (_case, wrong, message) => {
    await expect(store(wrong)).rejects.toThrow(message);
  });

  it("all of it at once", async () => {
    await expect(store({ location: "", noncurrentDays: 0 })).rejects.toThrow(/location: [\s\S]*noncurrentDays: /);
  });
});

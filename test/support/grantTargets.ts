import type { GrantTarget } from "../../components/objectStore/objectStore.ts";

/** Whole buckets, one for each kind of store. */
export const grantTargets = {
  aws: { kind: "aws", bucket: "ml", prefix: "", region: "eu-central-1" },
  gcp: { kind: "gcp", bucket: "ml", prefix: "", location: "EU" },
  azure: { kind: "azure", bucket: "ml", prefix: "", account: "acme", location: "westeurope" },
  s3: {
    kind: "s3",
    bucket: "ml",
    prefix: "",
    endpoint: "https://minio.example.com",
    region: "us-east-1",
    pathStyle: true,
    keys: { accessKeyId: { name: "keys", key: "ID" }, secretAccessKey: { name: "keys", key: "SECRET" } },
  },
} as const satisfies Record<GrantTarget["kind"], GrantTarget>;

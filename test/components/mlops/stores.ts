/** The object stores of all clouds, made from config as a stack makes them. */
import { AwsObjectStore } from "../../../components/objectStore/aws/objectStore.ts";
import { AzureObjectStore } from "../../../components/objectStore/azure/objectStore.ts";
import { GcpObjectStore } from "../../../components/objectStore/gcp/objectStore.ts";
import { S3ObjectStore } from "../../../components/objectStore/s3/objectStore.ts";
import { awsCloud, azureCloud, gcpCloud } from "../../../config/cloud.ts";
import {
  awsObjectStore,
  azureObjectStore,
  gcpObjectStore,
  s3ObjectStore,
} from "../../../config/objectStore/objectStore.ts";

const buckets = { artifacts: { name: "acme-models" }, backups: { name: "acme-backups" } };
const endpoint = "https://minio.example.com:9000";
const oidcIssuer = "https://issuer.example.com/id/ABC";
const id = "11111111-2222-3333-4444-555555555555";

export const stores = {
  aws: (identity: "irsa" | "podIdentity" = "irsa") =>
    new AwsObjectStore("store", {
      cloud: awsCloud.parse({ region: "eu-central-1", accountId: "123456789012" }),
      oidcIssuer,
      clusterName: "prod",
      ...awsObjectStore.parse({ kind: "aws", identity, buckets }),
    }),
  gcp: () =>
    new GcpObjectStore("store", {
      cloud: gcpCloud.parse({ project: "acme-mlops" }),
      ...gcpObjectStore.parse({ kind: "gcp", location: "EU", buckets }),
    }),
  azure: () =>
    new AzureObjectStore("store", {
      cloud: azureCloud.parse({ subscriptionId: id, tenantId: id, resourceGroup: "mlops", location: "westeurope" }),
      oidcIssuer,
      ...azureObjectStore.parse({ kind: "azure", account: { name: "acmemlops" }, buckets }),
    }),
  s3: (credentials: object = { kind: "configured", accessKeyId: "key-canary", secretAccessKey: "secret-canary" }) =>
    new S3ObjectStore("store", {
      platform: "kubernetes",
      image: "python:3",
      ...s3ObjectStore.parse({ kind: "s3", endpoint, buckets, credentials }),
      endpoint,
    }),
};

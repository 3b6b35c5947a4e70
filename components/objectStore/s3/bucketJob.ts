import type { batch } from "@pulumi/kubernetes/types/input.js";
import { type KubernetesPlatform, restrictedContainer, restrictedPod } from "../../kubernetes/podSecurity.ts";
import { secretFiles } from "../../kubernetes/secretFiles.ts";
import type { SecretKeyRef } from "../objectStore.ts";

interface BucketJob {
  bucket: string;
  serviceAccount: string;
  endpoint: string;
  region: string;
  pathStyle: boolean;
  ca?: { secretName: string; key: string } | undefined;
  caPath: string;
  image: string;
  platform: KubernetesPlatform;
  labels: Record<string, string>;
  keys: { accessKeyId: SecretKeyRef; secretAccessKey: SecretKeyRef };
}

/** Makes the bucket if it is missing; a second run changes nothing. */
const makeBucket = `
import os, boto3
from botocore.config import Config
from botocore.exceptions import ClientError

bucket = os.environ["BUCKET"]
s3 = boto3.client("s3", endpoint_url=os.environ["ENDPOINT"], config=Config(s3={"addressing_style": os.environ["ADDRESSING_STYLE"]}))
try:
    s3.head_bucket(Bucket=bucket)
    print(f"{bucket} is there")
except ClientError as error:
    if error.response["Error"]["Code"] != "404":
        raise
    region = os.environ["AWS_DEFAULT_REGION"]
    where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=bucket, **where)
    print(f"{bucket} was made")
`.trimStart();

/** Spec of the Job that makes one bucket with the store's own keys. */
export function bucketJobSpec(args: BucketJob): batch.v1.JobSpec {
  const { ca, caPath, keys } = args;
  const { volumes, volumeMounts } = secretFiles(ca ? { [caPath]: { name: ca.secretName, key: ca.key } } : {});
  const secret = (name: string, ref: SecretKeyRef) => ({ name, valueFrom: { secretKeyRef: { ...ref } } });
  return {
    backoffLimit: 6,
    activeDeadlineSeconds: 600,
    template: {
      metadata: { labels: args.labels },
      spec: {
        restartPolicy: "Never",
        serviceAccountName: args.serviceAccount,
        automountServiceAccountToken: false,
        securityContext: restrictedPod(args.platform),
        containers: [
          {
            name: "make-bucket",
            image: args.image,
            command: ["python", "-c", makeBucket],
            env: [
              { name: "BUCKET", value: args.bucket },
              { name: "ENDPOINT", value: args.endpoint },
              { name: "ADDRESSING_STYLE", value: args.pathStyle ? "path" : "virtual" },
              { name: "AWS_DEFAULT_REGION", value: args.region },
              ...(ca ? [{ name: "AWS_CA_BUNDLE", value: caPath }] : []),
              secret("AWS_ACCESS_KEY_ID", keys.accessKeyId),
              secret("AWS_SECRET_ACCESS_KEY", keys.secretAccessKey),
            ],
            // It writes nothing to disk but its log.
            resources: {
              requests: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "16Mi" },
              limits: { memory: "256Mi", "ephemeral-storage": "64Mi" },
            },
            securityContext: restrictedContainer,
            volumeMounts,
          },
        ],
        volumes,
      },
    },
  };
}

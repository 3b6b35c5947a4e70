import type { GrantTarget } from "./objectStore.ts";

/** Address of a granted prefix as its store spells it: `s3://…`, `gs://…`, or the blob service's `https://…`. */
export function addressOf(target: GrantTarget): string {
  const { bucket, prefix } = target;
  switch (target.kind) {
    case "aws":
    case "s3":
      return joinUrl(`s3://${bucket}`, prefix);
    case "gcp":
      return joinUrl(`gs://${bucket}`, prefix);
    case "azure":
      return joinUrl(`https://${blobHost(target.account)}/${bucket}`, prefix);
  }
}

/** Host of a storage account's blob service. */
export function blobHost(account: string): string {
  return `${account}.blob.core.windows.net`;
}

/** `s3://bucket/prefix`, or `s3://bucket` for the empty prefix. */
export function joinUrl(bucketUrl: string, prefix: string): string {
  return prefix === "" ? bucketUrl : `${bucketUrl}/${prefix}`;
}

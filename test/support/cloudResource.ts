import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A resource as `cloud/<package>.json` of a render has it. */
export interface CloudResource {
  /** Pulumi's token, such as `aws:s3/bucket:Bucket`. */
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

/** What a rendered stack has of a cloud's package, such as `aws` or `azure-native`. */
export function cloudResources(folder: string, cloudPackage: string): CloudResource[] {
  return JSON.parse(readFileSync(join(folder, "cloud", `${cloudPackage}.json`), "utf8"));
}

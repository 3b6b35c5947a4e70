/** Condition of an IAM binding on a bucket. */
export interface GcpCondition {
  title: string;
  description: string;
  expression: string;
}

/**
 * Limits a binding to what is below a prefix: the objects, and lists that ask for no more. The empty prefix has none.
 *
 * A list is checked against the bucket, whose name no prefix matches: the prefix that was asked for is an API
 * attribute of its own.
 */
export function gcpCondition(bucket: string, prefix: string): GcpCondition | undefined {
  if (prefix === "") {
    return undefined;
  }
  const objects = `resource.name.startsWith("projects/_/buckets/${bucket}/objects/${prefix}/")`;
  const lists = `api.getAttribute("storage.googleapis.com/objectListPrefix", "").startsWith("${prefix}/")`;
  return { title: "below-prefix", description: `Objects below ${prefix}/`, expression: `${objects} || ${lists}` };
}

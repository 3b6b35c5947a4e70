/** Condition of an IAM binding on a bucket. */
export interface GcpCondition {
  title: string;
  description: string;
  expression: string;
}

/**
 * Limits a binding to a prefix: objects by their name, lists by the requested prefix. The empty prefix has no
 * condition.
 *
 * A list is checked against the bucket, whose name contains no prefix: the requested prefix is an API attribute.
 */
export function gcpCondition(bucket: string, prefix: string): GcpCondition | undefined {
  if (prefix === "") {
    return undefined;
  }
  const objects = `resource.name.startsWith("projects/_/buckets/${bucket}/objects/${prefix}/")`;
  const lists = `api.getAttribute("storage.googleapis.com/objectListPrefix", "").startsWith("${prefix}/")`;
  return { title: "below-prefix", description: `Objects below ${prefix}/`, expression: `${objects} || ${lists}` };
}

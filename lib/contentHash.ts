import { createHash } from "node:crypto";

/** Eight hex digits of a hash of the content, for the names of Jobs, whose specs are immutable. */
export function contentHash(...content: unknown[]): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 8);
}

import { createHash } from "node:crypto";

/** The namespace of URLs. Source: RFC 9562, section 6.6. */
const urlNamespace = "6ba7b8119dad11d180b400c04fd430c8";

/** UUID of version 5, which always names the same thing. */
export function uuidOf(...parts: string[]): string {
  const bytes = createHash("sha1").update(Buffer.from(urlNamespace, "hex")).update(parts.join("|")).digest();
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex", 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

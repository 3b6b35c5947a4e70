/** Secrets that whoever reads a resource can read in it. */
import { mask } from "../../../lib/secrets/mask.ts";
import { isCredentialName } from "../../../lib/secrets/names.ts";
import { isPlaceholder, showsCredential } from "../../../lib/secrets/texts.ts";
import { isKnown } from "../../engine/unknown.ts";

/** Whether a key or environment variable is named as a credential and has its value as plain text. */
export function isPlainCredential(name: string | undefined, value: unknown): boolean {
  const isText = (typeof value === "string" && value !== "") || typeof value === "number";
  return isText && isCredentialName(name) && isKnown(value) && !isPlaceholder(String(value));
}

/** Whether a text has a secret of the stack's config in it, the password of a URL, or a private key. */
export function holdsSecret(value: unknown): boolean {
  return typeof value === "string" && (value.includes(mask) || showsCredential(value));
}

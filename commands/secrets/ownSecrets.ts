/** Secrets that only the stack itself uses, so that they can be generated. */
import { randomBytes } from "node:crypto";

const own: readonly RegExp[] = [/^mlflow\.credentials\./, /^mlflow\.database\.credentials\.password$/];

/** The keys of an existing object store come from its owner and can't be generated. */
const ofServer = /^objectStore\.credentials\./;

/** Whether a value can be generated. @param path dotted path below the project */
export function canBeMade(path: string, values: Record<string, unknown>): boolean {
  const { server } = (values.objectStore ?? {}) as { server?: unknown };
  return own.some((pattern) => pattern.test(path)) || (server !== undefined && ofServer.test(path));
}

/** 256 random bits as 43 letters, digits, hyphens and underscores, which need no escaping in URIs, shells or files. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

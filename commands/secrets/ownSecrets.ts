/** Secrets that nobody but the stack itself uses, so that any value will do. */
import { randomBytes } from "node:crypto";

const own: readonly RegExp[] = [/^mlflow\.credentials\./, /^mlflow\.database\.credentials\.password$/];

/** Keys of a store that is there already are its owner's to give. */
const ofServer = /^objectStore\.credentials\./;

/** Whether a new value can be made for it. @param path formatPath, below the project */
export function canBeMade(path: string, values: Record<string, unknown>): boolean {
  const { server } = (values.objectStore ?? {}) as { server?: unknown };
  return own.some((pattern) => pattern.test(path)) || (server !== undefined && ofServer.test(path));
}

/** 256 random bits as 43 letters, digits, hyphens and underscores: nothing that a URI, a shell or a file would take apart. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** A line that a program logs about a resource, as a preview and a render tell it. */
import type { LoggedNotice } from "./loggedNotice.ts";

export interface Message {
  severity: "info" | "warning" | "error";

  /** The resource that it is about; null where it is about none. */
  urn: string | null;
  message: string;

  /** The notice of an upgrade that the message is about. */
  notice?: LoggedNotice | undefined;
}

/** Whether something is in the way: in a preview, a logged error fails it. */
export function isBlocked(messages: Message[]): boolean {
  return messages.some(({ severity }) => severity === "error");
}

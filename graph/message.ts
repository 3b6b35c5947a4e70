/** A message that a program logs about a resource, in a preview or a render. */
import type { LoggedNotice } from "./loggedNotice.ts";

export interface Message {
  severity: "info" | "warning" | "error";

  /** URN of the resource that the message is about; null where it is about none. */
  urn: string | null;
  message: string;

  /** The notice of an upgrade that the message is about. */
  notice?: LoggedNotice | undefined;
}

/** Whether the messages block a deployment: a logged error fails a preview. */
export function isBlocked(messages: Message[]): boolean {
  return messages.some(({ severity }) => severity === "error");
}

/** What a program logs, as the engine would show it in a preview. */

import { secretPlaceholder } from "../../config/stackFiles.ts";
import { type LoggedNotice, parseNotice } from "../../releases/engine/loggedNotice.ts";
import { type LogRequest, LogSeverity, type Reply } from "./pulumiInternals.ts";

export interface Message {
  severity: "info" | "warning" | "error";

  /** The resource that it is about; null where it is about none. */
  urn: string | null;
  message: string;

  /** The notice of an upgrade that the message is about. */
  notice?: LoggedNotice | undefined;
}

const severities = new Map<number, Message["severity"]>([
  [LogSeverity.INFO, "info"],
  [LogSeverity.WARNING, "warning"],
  [LogSeverity.ERROR, "error"],
]);

/** Stands for the engine's client, and keeps what is logged. Nothing that is for debugging, or for a moment only. */
export function listener(messages: Message[]): unknown {
  return {
    log: (request: LogRequest, reply: Reply) => {
      const severity = severities.get(request.getSeverity());
      if (severity !== undefined && !request.getEphemeral()) {
        messages.push({ severity, urn: request.getUrn() || null, message: request.getMessage() });
      }
      reply(null, {});
    },
    setRootResource: (_request: unknown, reply: Reply) => reply(null, {}),
  };
}

/** By resource, in the order of URNs and without secrets. Those of one resource stay in the order they were logged in. */
export function orderedMessages(messages: Message[]): Message[] {
  return messages
    .map((each) => ({ ...each, message: each.message.replaceAll(secretPlaceholder, "[secret]") }))
    .map((each) => ({ ...each, notice: parseNotice(each.message) }))
    .sort(({ urn: a }, { urn: b }) => compare(a ?? "", b ?? ""));
}

/** Whether something is in the way: in a preview, a logged error fails it. */
export function isBlocked(messages: Message[]): boolean {
  return messages.some(({ severity }) => severity === "error");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Messages that a program logs, in the form in which the engine shows them in a preview. */

import { secretPlaceholder } from "../../config/stackFiles.ts";
import { parseNotice } from "../../graph/loggedNotice.ts";
import type { Message } from "../../graph/message.ts";
import { compareTexts } from "../../lib/compareTexts.ts";
import { mask } from "../../lib/secrets/mask.ts";
import { type LogRequest, LogSeverity, type Reply } from "./pulumiInternals.ts";

const severities = new Map<number, Message["severity"]>([
  [LogSeverity.INFO, "info"],
  [LogSeverity.WARNING, "warning"],
  [LogSeverity.ERROR, "error"],
]);

/** Replaces the engine's client and collects the messages, except for debug messages and those of progress. */
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

/** The messages without secrets, in the order of their resources' URNs, and for each resource as they were logged. */
export function orderedMessages(messages: Message[]): Message[] {
  return messages
    .map((each) => ({ ...each, message: each.message.replaceAll(secretPlaceholder, mask) }))
    .map((each) => ({ ...each, notice: parseNotice(each.message) }))
    .sort(({ urn: a }, { urn: b }) => compareTexts(a ?? "", b ?? ""));
}

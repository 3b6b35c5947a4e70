/** What a program logs, as the engine would show it in a preview. */

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
    .map((each) => ({ ...each, message: each.message.replaceAll(secretPlaceholder, mask) }))
    .map((each) => ({ ...each, notice: parseNotice(each.message) }))
    .sort(({ urn: a }, { urn: b }) => compareTexts(a ?? "", b ?? ""));
}

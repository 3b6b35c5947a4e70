import type { Finding } from "../../graph/finding.ts";
import { isBlocked, type Message } from "../../graph/message.ts";
import { jsonText } from "../../lib/json.ts";
import type { RenderedFile } from "./write.ts";

/** Policy violations and messages of a stack, to read before it is deployed. */
export interface Findings {
  /** Violations of policies. */
  policies: Finding[];

  /** Messages that the program logged. */
  messages: Message[];
}

/** Whether the stack must not be deployed: a mandatory rule is violated, or the program logged an error. */
export function isRefused({ policies, messages }: Findings): boolean {
  return isBlocked(messages) || policies.some(({ level }) => level === "mandatory");
}

/** `findings.json`, for programs such as pull request checks and dashboards. */
export function findingsFile({ policies, messages }: Findings): RenderedFile {
  return { path: "findings.json", content: jsonText({ policies, messages }) };
}

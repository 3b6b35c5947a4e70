import type { Finding } from "../../graph/finding.ts";
import { isBlocked, type Message } from "../../graph/message.ts";
import type { RenderedFile } from "./write.ts";

/** What there is to know of a stack before it goes up. */
export interface Findings {
  /** Violations of policies. */
  policies: Finding[];

  /** What the program logged. */
  messages: Message[];
}

/** Whether something is in the way: a mandatory rule is violated, or an upgrade cannot be. */
export function isRefused({ policies, messages }: Findings): boolean {
  return isBlocked(messages) || policies.some(({ level }) => level === "mandatory");
}

/** For programs: pull request checks, dashboards. */
export function findingsFile({ policies, messages }: Findings): RenderedFile {
  return { path: "findings.json", content: `${JSON.stringify({ policies, messages }, null, 2)}\n` };
}

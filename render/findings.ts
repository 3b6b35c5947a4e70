import type { Message } from "./messages.ts";
import type { RenderedFile } from "./write.ts";

/** What there is to know of a stack before it goes up. */
export interface Findings {
  /** Violations of policies. */
  policies: object[];

  /** What the program logged. */
  messages: Message[];
}

/** For programs: pull request checks, dashboards. */
export function findingsFile({ policies, messages }: Findings): RenderedFile {
  return { path: "findings.json", content: `${JSON.stringify({ policies, messages }, null, 2)}\n` };
}

/** Waits for a condition in a cluster, with a time limit and messages about the progress. */
import timers from "node:timers/promises";
import { UserError } from "./userError.ts";

export interface Waiting {
  /** The subject of the messages: `the rollout of Deployment mlflow/mlflow`. */
  what: string;

  /** Command that shows details. */
  lookAt: string;

  /** Time limit. */
  minutes: number;

  /** @default 2 */
  secondsBetween?: number;

  /** How long the condition must hold, for a status that lags behind a change. @default 0 */
  settledSeconds?: number;

  /** Prints a message: at once, and later when the missing part has changed. */
  say: (message: string) => void;
}

/**
 * Repeats the question what is missing until the answer is nothing.
 *
 * @param missing returns what is missing, or undefined. A UserError from it ends the waiting at once. Any other error counts
 * as "not yet", since an API server may be restarting.
 * @throws UserError with what was missing at the end, and the command that shows details.
 */
export async function waitUntilNothing(waiting: Waiting, missing: () => Promise<string | undefined>): Promise<void> {
  const { what, lookAt, minutes, say, secondsBetween = 2, settledSeconds = 0 } = waiting;
  const begun = performance.now();
  const seconds = () => Math.round((performance.now() - begun) / 1000);
  let said: { lack: string; at: number } | undefined;
  let heldSince: number | undefined;
  for (;;) {
    const lack = await missing().catch(notNow);
    heldSince = lack === undefined ? (heldSince ?? performance.now()) : undefined;
    if (heldSince !== undefined && performance.now() - heldSince >= settledSeconds * 1000) {
      return;
    }
    if (lack !== undefined && seconds() >= minutes * 60) {
      throw new UserError(`Gave up waiting for ${what} after ${minutes} minutes: ${lack}\nTo see more: ${lookAt}`);
    }
    if (
      lack !== undefined &&
      lack !== said?.lack &&
      (said === undefined || seconds() - said.at >= secondsBetweenWords)
    ) {
      say(`Waiting for ${what} (${seconds()} s): ${lack}${said ? "" : ` To see more: ${lookAt}`}`);
      said = { lack, at: seconds() };
    }
    // Through the module, where a test can shorten it.
    await timers.setTimeout(secondsBetween * 1000);
  }
}

const secondsBetweenWords = 10;

function notNow(error: unknown): string {
  if (error instanceof UserError) {
    throw error;
  }
  const text = error instanceof Error ? error.message.split("\n")[0] : String(error);
  // The client's exceptions carry the status that the server answered with.
  const { code } = Object(error) as { code?: unknown };
  return `the API server ${typeof code === "number" ? "refuses it" : "does not answer"} (${text}).`;
}

/** Waiting for something in a cluster to come true: bounded, and never in the dark. */
import timers from "node:timers/promises";
import { UserError } from "./userError.ts";

export interface Waiting {
  /** What is waited for, as a sentence's subject: `the rollout of Deployment mlflow/mlflow`. */
  what: string;

  /** Command that shows more. */
  lookAt: string;

  /** When to give up. */
  minutes: number;

  /** @default 2 */
  secondsBetween?: number;

  /** How long it has to hold before it counts, for states that trail behind a change. @default 0 */
  settledSeconds?: number;

  /** Tells whoever waits: at once, and now and then when what is missing has changed. */
  say: (message: string) => void;
}

/**
 * Asks again and again what is missing, until nothing is.
 *
 * @param missing says what is missing now, or nothing; a UserError means that it will never come true. Any other error
 * counts as "not now", since an API server may restart meanwhile.
 * @throws UserError that says what was missing at the end, and where to look.
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
  return `the API server does not answer (${error instanceof Error ? error.message.split("\n")[0] : String(error)}).`;
}

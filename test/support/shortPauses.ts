import timers from "node:timers/promises";
import { afterEach, beforeEach, vi } from "vitest";

const realPause = timers.setTimeout;

/** Makes every pause between two looks at a cluster a millisecond long, in the tests of the calling file or block. */
export function shortenPauses(): void {
  beforeEach(() => {
    vi.spyOn(timers, "setTimeout").mockImplementation((_milliseconds, value) => realPause(1, value));
  });
  afterEach(() => vi.restoreAllMocks());
}

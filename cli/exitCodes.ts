/** Exit codes of every command. */
export const exitCodes = {
  ok: 0,
  /** Bad input: nothing was written. */
  badInput: 1,
} as const;

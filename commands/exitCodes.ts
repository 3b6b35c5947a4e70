/** Exit codes of every command. */
export const exitCodes = {
  ok: 0,
  /** Bad input: nothing was written. */
  badInput: 1,
  /** Something is in the way. Everything is written nevertheless. */
  blocked: 3,
} as const;

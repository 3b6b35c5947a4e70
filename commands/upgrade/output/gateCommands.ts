/** Commands of a gate, to be copied: those that bring it about, where the document gives them, and the one that checks it. */
export function commandsOf({ run, check }: { run?: string | undefined; check: string }): string[] {
  return run === undefined ? [check] : [run, `${check}   # checks it`];
}

/** Commands of a gate to copy: those that make it true, if the document gives them, and the one that checks it. */
export function commandsOf({ run, check }: { run?: string | undefined; check: string }): string[] {
  return run === undefined ? [check] : [run, `${check}   # checks it`];
}

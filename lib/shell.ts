/** A word for a POSIX shell, quoted where it has to be. */
export function quoted(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : singleQuoted(text);
}

/** A word for a POSIX shell in quotes, so that a reader sees where it ends. */
export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

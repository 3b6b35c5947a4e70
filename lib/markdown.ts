/** Writes any text as Markdown that shows it unchanged. */

/** Running text, escaped so that nothing in it becomes a link, emphasis, a heading, a list or HTML. */
export function prose(text: string): string {
  return oneLine(text)
    .replaceAll(/[\\`*[\]<|~]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)/g, "\\$&")
    .replace(/^[-+=#>]/, "\\$&")
    .replace(/^(\d+)([.)])(?= |$)/, "$1\\$2");
}

/** A code span, with more backticks around it than in it. */
export function code(text: string): string {
  const line = oneLine(text);
  const ticks = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(ticks + 1);
  return ticks > 0 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

/** A code block of a language, in a fence that is longer than any run of backticks in it. */
export function block(language: string, lines: string[]): string[] {
  const runs = lines.flatMap((line) => line.match(/`+/g) ?? []);
  const fence = "`".repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  return [fence + language, ...lines, fence];
}

/** A table of Markdown cells, in which every `|` is escaped. Columns are not padded, so that a longer cell changes one line only. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}

export function quote(text: string): string {
  return `> ${prose(text)}`;
}

/** Lines that belong to a list item. */
export function nested(lines: string[]): string[] {
  return lines.map((line) => (line === "" ? "" : `  ${line}`));
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\s]+/gu, " ");
}

/** Text that Markdown shows as it is, whatever is in it. */

/** Running text: nothing in it is a link, an emphasis, a heading, a list or HTML. */
export function prose(text: string): string {
  return oneLine(text)
    .replaceAll(/[\\`*[\]<|~]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)/g, "\\$&")
    .replace(/^[-+=#>]/, "\\$&")
    .replace(/^(\d+)([.)])(?= |$)/, "$1\\$2");
}

/** A code span, with more backticks around it than are within. */
export function code(text: string): string {
  const line = oneLine(text);
  const ticks = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(ticks + 1);
  return ticks > 0 ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

/** A block of code of a language. */
export function block(language: string, lines: string[]): string[] {
  return [`\`\`\`${language}`, ...lines, "```"];
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

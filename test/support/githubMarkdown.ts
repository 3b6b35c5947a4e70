/** How a comment on GitHub holds together: its fences and the HTML outside them. */

export interface Outline {
  /** Lines in fences, by the language of the fence. */
  fences: { language: string; lines: string[] }[];

  /** Lines outside fences. */
  outside: string[];

  /** Whether every fence is closed, and every `details` outside of fences. */
  isBalanced: boolean;
}

/** Source: CommonMark 0.31, "Fenced code blocks": a fence ends with one at least as long, alone on its line. */
export function outline(markdown: string): Outline {
  const fences: Outline["fences"] = [];
  const outside: string[] = [];
  let open: { ticks: number; lines: string[] } | undefined;
  for (const line of markdown.split("\n")) {
    const [, ticks = "", language = ""] = /^ {0,3}(`{3,})([^`]*)$/.exec(line) ?? [];
    if (open === undefined && ticks === "") {
      outside.push(line);
    } else if (open === undefined) {
      open = { ticks: ticks.length, lines: [] };
      fences.push({ language, lines: open.lines });
    } else if (ticks.length >= open.ticks && language.trim() === "") {
      open = undefined;
    } else {
      open.lines.push(line);
    }
  }
  const tags = spoken(outside).match(/<\/?details>/g) ?? [];
  const isNested = tags.every((tag, index) => tag === (index % 2 === 0 ? "<details>" : "</details>"));
  return { fences, outside, isBalanced: open === undefined && isNested && tags.length % 2 === 0 };
}

/** Text that GitHub looks for mentions and references in: outside of code, a dot for what is escaped, entities as what they stand for. */
export function plainText(markdown: string): string {
  return spoken(outline(markdown).outside);
}

function spoken(outside: string[]): string {
  return outside
    .join("\n")
    .replaceAll(/<code>.*?<\/code>/g, "")
    .replaceAll(/(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)/g, "")
    .replaceAll(/\\./g, "·")
    .replaceAll("&#8203;", "\u200b");
}

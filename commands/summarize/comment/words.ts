/** Escapes text for a comment on GitHub: it is shown literally, stays in its place and mentions nobody. */
import { escapedHtml } from "../../../lib/html.ts";
import { code, prose } from "../../../lib/markdown.ts";

/** Running text. What GitHub would turn into a mention, a reference or a link is split or set as code. */
export function said(text: string): string {
  const words = visible(text.replaceAll(/\s+/g, " ")).split(/((?:https?:\/\/|www\.)[^\s"'<>)\]]+)/i);
  return words.map((word, index) => (index % 2 === 1 ? code(word) : unaddressed(prose(word)))).join("");
}

/** A name, as code. */
export function named(text: string, longest = 120): string {
  return code(clipped(visible(text), longest) || "(no name)");
}

/** A name in the cell of a table. */
export function cell(text: string): string {
  return named(text, 60).replaceAll("|", "\\|");
}

/** A name within HTML. */
export function html(text: string, longest = 120): string {
  return escapedHtml(clipped(visible(text), longest));
}

/** On one line, with invisible characters and those that change the direction of text written as escapes. */
export function visible(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r?\n/g, "\\n")
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
}

/** At most so many characters, never a part of one. */
export function clipped(text: string, longest: number): string {
  const characters = text.length > longest ? [...text] : [];
  return characters.length > longest ? `${characters.slice(0, longest).join("")}…` : text;
}

/** Zero-width spaces keep GitHub from recognising mentions and references. */
function unaddressed(text: string): string {
  return text.replaceAll(/@(?=\w)|#(?=\d)|\bGH-(?=\d)/gi, "$&&#8203;");
}

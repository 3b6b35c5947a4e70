/** Foreign text in a comment on GitHub: it is shown as it is, and it neither leaves its place nor calls anybody. */
import { code, prose } from "../../../lib/markdown.ts";

/** Running text. What GitHub would make a mention, a reference or a link of is taken apart or set as code. */
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
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return clipped(visible(text), longest).replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign);
}

/** On one line, with every character that would not be seen, or would turn others round, written out. */
export function visible(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r?\n/g, "\\n")
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
}

/** By whole characters. */
export function clipped(text: string, longest: number): string {
  const characters = text.length > longest ? [...text] : [];
  return characters.length > longest ? `${characters.slice(0, longest).join("")}…` : text;
}

/** A fence around lines that no run of backticks in them can end. */
export function fenced(language: string, lines: string[]): string {
  const runs = lines.flatMap((line) => line.match(/`+/g) ?? []);
  const fence = "`".repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  return [fence + language, ...lines, fence].join("\n");
}

/** A space of no width keeps GitHub from seeing mentions and references. */
function unaddressed(text: string): string {
  return text.replaceAll(/@(?=\w)|#(?=\d)|\bGH-(?=\d)/gi, "$&&#8203;");
}

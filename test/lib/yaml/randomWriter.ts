/** Values written as YAML in random ways. */
import fc, { type GeneratorValue } from "fast-check";
import type { Json } from "../../../lib/json.ts";

export class RandomWriter {
  readonly #gen: GeneratorValue;
  readonly #step: number;
  readonly #indentsLists: boolean;
  #comments = 0;
  /** The last value is a text of the form `|`. */
  #isBlockText = false;
  /** The last value is a text of the form `|+`. */
  #isKept = false;

  constructor(gen: GeneratorValue) {
    this.#gen = gen;
    this.#step = this.#one(2, 2, 4, 3, 1);
    this.#indentsLists = this.#one(true, false);
  }

  document(value: Json, inBraces = this.#chance(0.05)): string {
    if (inBraces) {
      return `${this.#flow(value, 2)}\n`;
    }
    const start = this.#one("", "", "", "---\n", "# top\n", "\n\n# top\n\n---  # start\n");
    const end = this.#one("", "", "", "\n", "# end\n", "\n\n", "...\n", "# end\n...\n# after\n", "    \n \n");
    const isEmpty = Object.keys(Object(value)).length === 0;
    // Blank lines could become part of a text before them.
    const body = isEmpty ? "" : this.#block(value, 0);
    const whole = start + body + (this.#isBlockText && /^\s/.test(end) ? "" : end);
    const closed = this.#chance(0.1) && /[^\n]\n$/.test(whole) ? whole.slice(0, -1) : whole;
    return this.#one("", "", "\uFEFF") + (this.#chance(0.2) ? closed.replaceAll("\n", "\r\n") : closed);
  }

  #one<T>(...options: T[]): T {
    return this.#gen(fc.constantFrom<T[]>, ...options) as T;
  }

  #chance(share: number): boolean {
    return this.#gen(fc.integer, { min: 0, max: 99 }) >= 100 - share * 100;
  }

  #trivia(column: number): string {
    const pad = " ".repeat(this.#one(column, column, Math.max(0, column - 1), 0));
    const lines = this.#one("", "", "", "", "\n", "B", "C", "C", "\nC", "BC", "C\n", "CB", "C\nC");
    const isTaken = this.#isKept && !lines.startsWith("C");
    return isTaken ? "" : lines.replaceAll("B", `${pad}\n`).replaceAll("C", () => `${pad}${this.#comment()}\n`);
  }

  #comment(): string {
    this.#comments += 1;
    return `# c${this.#comments}${this.#one("", "", " it's: {", ' "', ",")}`;
  }

  #lineEnd(): string {
    return this.#chance(0.2) ? `${this.#one(" ", "   ")}${this.#comment()}\n` : this.#one("\n", "\n", "\n", " \n");
  }

  #block(value: Json, column: number, isInline = false): string {
    const entries = Array.isArray(value) ? value.map((item) => ["-", item] as const) : this.#keys(value);
    return entries
      .map(([mark, child], index) => {
        const before = isInline && index === 0 ? "" : this.#trivia(column) + " ".repeat(column);
        this.#isKept = false;
        this.#isBlockText = false;
        return before + mark + this.#value(child, column, mark === "-");
      })
      .join("");
  }

  #keys(value: Json): (readonly [string, Json])[] {
    return Object.entries(value as object).map(([name, child]) => [
      `${this.#inline(name)}${this.#one(":", ":", ":", " :")}`,
      child as Json,
    ]);
  }

  #value(value: Json, column: number, isItem: boolean): string {
    if (typeof value === "object" && value !== null && Object.keys(value).length > 0 && !this.#chance(0.25)) {
      if (isItem && this.#chance(0.8)) {
        const gap = this.#one(1, 1, 3);
        return " ".repeat(gap) + this.#block(value, column + 1 + gap, true);
      }
      const isUnindented = Array.isArray(value) && !isItem && !this.#indentsLists;
      const end = this.#lineEnd();
      return end + this.#block(value, isUnindented ? column : column + this.#step);
    }
    if (typeof value === "string" && this.#chance(0.5)) {
      const block = this.#blockText(value, column);
      if (block !== undefined) {
        return block;
      }
    }
    if (value === null && this.#chance(0.5)) {
      return this.#lineEnd();
    }
    const opening = this.#chance(0.05)
      ? `${this.#lineEnd()}${" ".repeat(column + this.#step)}`
      : this.#one(" ", " ", "   ");
    return `${opening}${this.#flow(value, column + this.#step)}${this.#lineEnd()}`;
  }

  #blockText(value: string, column: number): string | undefined {
    if (!/^[a-z#\n ]+$/.test(value) || !/[a-z]/.test(value) || / \n| $/.test(value)) {
      return undefined;
    }
    const body = value.replace(/\n*$/, "");
    const breaks = value.length - body.length;
    this.#isBlockText = true;
    this.#isKept = breaks > 1;
    const indentation = /^[ \n]/.test(value) || this.#chance(0.1) ? String(this.#step) : "";
    const chomp = ["-", ""][breaks] ?? "+";
    const lines = body.split("\n").map((line) => (line === "" ? "" : " ".repeat(column + this.#step) + line));
    const head = ` |${indentation}${chomp}${this.#chance(0.2) ? ` ${this.#comment()}` : ""}\n`;
    return `${head}${lines.join("\n")}\n${"\n".repeat(Math.max(0, breaks - 1))}`;
  }

  /** With line breaks now and then, and lines at the column or right of it. */
  #flow(value: Json, column: number): string {
    if (typeof value !== "object" || value === null) {
      return this.#inline(value);
    }
    const isList = Array.isArray(value);
    const entries = Object.entries(value).map(([name, child]) => {
      const mark = isList ? "" : `${this.#inline(name)}: `;
      return mark + this.#flow(child as Json, column + 2);
    });
    const isLong = entries.length > 0 && this.#chance(0.3);
    const [open, close] = isList ? "[]" : "{}";
    if (!isLong) {
      const padding = this.#one("", " ");
      const comma = entries.length > 0 && this.#chance(0.1) ? ", " : "";
      return `${open}${padding}${entries.join(this.#one(", ", ",  "))}${comma}${padding}${close}`;
    }
    const lines = entries.map((entry, index) => {
      const above = this.#chance(0.2) ? `${" ".repeat(column + 2)}${this.#comment()}\n` : "";
      const isLast = index === entries.length - 1;
      const comma = !isLast || this.#chance(0.3) ? "," : "";
      const end = isLast || this.#chance(0.8) ? this.#lineEnd() : " ";
      return { text: `${entry}${comma}${end}`, above, isBreak: end !== " " };
    });
    let isStart = true;
    const body = lines.map(({ text: line, above, isBreak }) => {
      const whole = isStart ? `${above}${" ".repeat(column + 2)}${line}` : line;
      isStart = isBreak;
      return whole;
    });
    return `${open}${this.#lineEnd()}${body.join("")}${" ".repeat(column)}${close}`;
  }

  #inline(value: Json): string {
    if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 1e6 && this.#chance(0.2)) {
      return this.#one(`0${value.toString(8)}`, `0x${value.toString(16)}`);
    }
    if (typeof value === "boolean" && this.#chance(0.5)) {
      return value ? this.#one("yes", "on", "True", "y") : this.#one("no", "off", "FALSE", "n");
    }
    if (value === null) {
      return this.#one("null", "~");
    }
    if (typeof value !== "string") {
      return JSON.stringify(value);
    }
    const isPlain = /^[a-z][a-z./]*$/.test(value) && !/^(?:y|n|yes|no|on|off|null|true|false)$/.test(value);
    const isSingle = /^[ -~]*$/.test(value);
    const style = this.#one(0, 0, 1, 2);
    if (isPlain && style === 0) {
      return value;
    }
    return isSingle && style < 2 ? `'${value.replaceAll("'", "''")}'` : doubleQuoted(value);
  }
}

function doubleQuoted(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\uFEFF]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

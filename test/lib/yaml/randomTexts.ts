/** Random texts that are nearly YAML. */
import fc from "fast-check";
import { values } from "./randomValues.ts";
import { RandomWriter } from "./randomWriter.ts";

const pieces = [
  "a",
  "b",
  "a: ",
  "b: ",
  "- ",
  "- ",
  "? ",
  ": ",
  ":",
  "{",
  "}",
  "[",
  "]",
  ",",
  "&x ",
  "*x",
  "<<: ",
  "!!str ",
  "!t ",
  "|",
  "|+",
  "|2-",
  ">",
  "\n",
  "\n",
  "\n  ",
  "\n    ",
  "\n- ",
  "\n\t",
  " ",
  "  ",
  "#c",
  "# c\n",
  '"',
  "'",
  "---",
  "\n---\n",
  "...\n",
  "%YAML 1.1\n",
  "%TAG ! a\n",
  "1",
  "0777",
  "yes",
  ".inf",
  "~",
  "\r\n",
  "\r",
  "\uFEFF",
  "\t",
  "é",
  "\0",
  "@",
  "`",
  "%",
  "\\",
];

const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 30, size: "max" }).map((each) => each.join(""));

/** A file with a piece of it replaced. */
const mangled = fc
  .tuple(values, fc.gen(), fc.nat(), fc.nat({ max: 3 }), fc.constantFrom("", ...pieces))
  .map(([value, gen, seed, length, piece]) => {
    const text = new RandomWriter(gen).document(value);
    const at = seed % (text.length + 1);
    return text.slice(0, at) + piece + text.slice(at + length);
  });

export const randomText = fc.oneof(fc.string({ unit: "binary" }), soup, mangled);

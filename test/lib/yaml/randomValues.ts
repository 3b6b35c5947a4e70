/** Random values, full of texts that a careless reader or writer takes for something else. */
import fc from "fast-check";
import type { Json } from "../../../lib/json.ts";

const words = [
  "a",
  "b",
  "c",
  "d",
  "name",
  "a.b/c",
  "yes",
  "off",
  "null",
  "~",
  "0777",
  "0x1F",
  "1_000",
  "1e3",
  ".5",
  "12:30:45",
  "2020-01-01",
  "",
  " lead",
  "trail ",
  "a: b",
  "a #b",
  "#c",
  "*x",
  "&x",
  "!t",
  "{x",
  "a,b",
  "[",
  "]}",
  "- x",
  "-",
  "?",
  "? x",
  ":",
  "|",
  ">",
  "%x",
  "@x",
  "`x",
  "<<",
  "=",
  "__proto__",
  "constructor",
  "it's",
  'say "x"',
  "é🎉",
  "\\",
  "---",
  "...",
  "key:",
  "\u0007",
  "\u2028",
  "\u0085",
  "\uFEFF",
];
const longTexts = [
  "two\nlines",
  "two\nlines\n",
  "keep\n\n",
  "\nfirst",
  "a\n\n  deep\nb\n",
  "  deep\nb",
  "x\r\ny",
  "tab\t\nz",
  "a\n# no comment\n",
];

const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...words) },
  fc.constantFrom(...longTexts),
  fc.string({ unit: "grapheme", maxLength: 6 }),
);
export const key = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(..."abcdefgh", "x.y/z") },
  fc.constantFrom(...words.filter((word) => word !== "")),
);
export const scalar = fc.oneof(
  text,
  fc.constantFrom<Json>(null, true, false, 0, 1, -1, 1.5, 1e21, 1e-7, 511),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number || 0),
);

export const values: fc.Arbitrary<Json> = fc.letrec<{ tree: Json; map: Json }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small" },
    { weight: 3, arbitrary: scalar },
    tie("map"),
    fc.array(tie("tree"), { maxLength: 4 }),
  ),
  map: fc.dictionary(key, tie("tree"), { maxKeys: 5, noNullPrototype: true }) as fc.Arbitrary<Json>,
})).map;

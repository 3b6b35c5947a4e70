/** Masks every value and comment in a YAML text that could be a secret, line by line. */
import { CST, isCollection, isMap, isPair, isScalar, Lexer, parseDocument } from "yaml";
import type { Path } from "../path.ts";
import { mask } from "../secrets/mask.ts";
import { isShown, type Visibility } from "../secrets/visibility.ts";

interface Patch {
  start: number;
  end: number;
  text: string;
}

/** Masks comments and every scalar that is not visible. Keys are shown. */
export function maskedText(text: string, isVisible: Visibility): string {
  const { contents } = parseDocument(text, { version: "1.1", logLevel: "silent", uniqueKeys: false });
  const patches = [...scalarPatches(contents, [], isVisible, text), ...commentPatches(text)];
  const inOrder = patches.toSorted((one, other) => one.start - other.start);
  let masked = "";
  let end = 0;
  for (const patch of inOrder) {
    // A comment within a text that is masked is masked with it.
    if (patch.start >= end) {
      masked += text.slice(end, patch.start) + patch.text;
      end = patch.end;
    }
  }
  return masked + text.slice(end);
}

function scalarPatches(node: unknown, path: Path, isVisible: Visibility, text: string): Patch[] {
  if (isPair(node)) {
    const key = isScalar(node.key) ? [] : scalarPatches(node.key, path, () => false, text);
    const name = isScalar(node.key) ? String(node.key.value) : "";
    return [...key, ...scalarPatches(node.value, [...path, name], isVisible, text)];
  }
  if (isCollection(node)) {
    return node.items.flatMap((item, index) =>
      scalarPatches(item, isMap(node) ? path : [...path, index], isVisible, text),
    );
  }
  if (!isScalar(node) || isShown(node.value, path, isVisible)) {
    return [];
  }
  const [start, end] = node.range ?? [0, 0];
  const lineBreak = /\r?\n$/.exec(text.slice(start, end))?.[0] ?? "";
  return [{ start, end, text: mask + lineBreak }];
}

/** Markers of the lexer have no text of their own. */
const marks: readonly string[] = [CST.DOCUMENT, CST.FLOW_END, CST.SCALAR];

function commentPatches(text: string): Patch[] {
  const patches: Patch[] = [];
  let [start, previous] = [0, ""];
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.startsWith("#") && previous !== CST.SCALAR) {
      patches.push({ start, end: start + lexeme.length, text: "# …" });
    }
    start += marks.includes(lexeme) ? 0 : lexeme.length;
    previous = lexeme;
  }
  return patches;
}

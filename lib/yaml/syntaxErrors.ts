/** Syntax errors in our own words, since messages of the library quote the text. */
import type { ErrorCode } from "yaml";

export interface Flaw {
  offset: number;
  message: string;
  fix: string;
}

/** A text that can't be read or would be misread. */
export class Unreadable extends Error {
  readonly flaws: Flaw[];

  constructor(flaws: Flaw[] = []) {
    super();
    this.flaws = flaws;
  }
}

/** Maximum levels of nesting. */
export const deepest = 200;

export function syntaxFlaw(code: ErrorCode, offset: number): Flaw {
  const [message, fix] = syntax[code] ?? ["This is not YAML.", "Correct the syntax."];
  return { offset, message, fix };
}

const syntax: Partial<Record<ErrorCode, [message: string, fix: string]>> = {
  ALIAS_PROPS: ["An alias can't carry an anchor or a tag.", "Remove the anchor or the tag."],
  BAD_ALIAS: ["An anchor or alias has no name.", "Give it a name, or quote the text that begins with & or *."],
  BAD_COLLECTION_TYPE: ["The tag doesn't fit the value.", "Remove the tag."],
  BAD_DIRECTIVE: ["A directive can't be read.", "Remove the line that begins with %."],
  BAD_DQ_ESCAPE: ["A double-quoted text has an unknown escape.", "Write \\\\ for a backslash, or use single quotes."],
  BAD_INDENT: [
    "The indentation doesn't fit its surroundings.",
    "Indent the keys of a map, and the items of a list, alike.",
  ],
  BAD_PROP_ORDER: ["An anchor or tag is at the wrong place.", "Write it directly before its value."],
  BAD_SCALAR_START: ["A plain text can't begin with this character.", "Quote the text."],
  BLOCK_AS_IMPLICIT_KEY: [
    "A map or list begins on the line of a key.",
    "Begin it on a line of its own, or quote the text.",
  ],
  BLOCK_IN_FLOW: ["A block map or list is inside braces or brackets.", "Write it with braces or brackets too."],
  KEY_OVER_1024_CHARS: ["A key is too long.", "Shorten it to less than 1024 characters."],
  MISSING_CHAR: [
    "A character is missing, such as a colon, a comma, a quote or a space.",
    "Add it here or just before.",
  ],
  MULTILINE_IMPLICIT_KEY: ["A key spans several lines.", "Write the key and its colon on one line."],
  MULTIPLE_ANCHORS: ["A value has several anchors.", "Keep one."],
  MULTIPLE_TAGS: ["A value has several tags.", "Keep one."],
  RESOURCE_EXHAUSTION: ["The values are nested too deeply.", `Nest at most ${deepest} levels.`],
  TAB_AS_INDENT: ["A tab is used as indentation.", "Indent with spaces."],
  TAG_RESOLVE_FAILED: ["The tag doesn't fit the value.", "Remove the tag."],
  UNEXPECTED_TOKEN: ["YAML does not expect this here.", "Correct the syntax, or quote the text."],
};

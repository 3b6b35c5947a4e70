/** YAML as the Pulumi CLI reads it: with merge keys. Source: Pulumi 3.250, run with the cases of the test. */
import { LineCounter, parseDocument, type Range, visit } from "yaml";
import { kindOf } from "./diagnostics/expectation.ts";
import { isMap } from "./json.ts";
import { UserError } from "./userError.ts";

/** A file that is not the YAML that Pulumi expects. */
class YamlFileError extends UserError {
  override name = "YamlFileError";
}

/**
 * The map in a file; empty for an empty file.
 *
 * @param name of the file, for messages
 * @throws YamlFileError naming the file and the line
 */
export function yamlMap(name: string, source: string): Record<string, unknown> {
  const lines = new LineCounter();
  const document = parseDocument(source, { merge: true, lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined) {
    throw new YamlFileError(`${name}: ${error.message}`);
  }
  // The parser accepts these aliases, and the conversion below fails without a line number.
  visit(document, {
    Alias: (_key, alias, path) => {
      const anchored = alias.resolve(document);
      if (anchored === undefined || path.includes(anchored)) {
        const [offset] = alias.range as Range;
        const expected = anchored === undefined ? `an anchor &${alias.source} before it` : "an alias of something else";
        const { line } = lines.linePos(offset);
        throw new YamlFileError(`${name}: expected ${expected}, found *${alias.source} at line ${line}.`);
      }
    },
  });
  const value = converted(name, () => document.toJS());
  if (value !== null && !isMap(value)) {
    throw new YamlFileError(`${name}: expected an object of keys, found ${kindOf(value)}.`);
  }
  return value ?? {};
}

/** Fails on a merge of a value that is not a map, and on nested aliases that would fill the memory. */
function converted(name: string, convert: () => unknown): unknown {
  try {
    return convert();
  } catch (error) {
    throw new YamlFileError(`${name}: ${(error as Error).message}.`);
  }
}

/** A YAML file that edits leave as it is, but for what they are about. */
import { type Json, valueAt } from "../json.ts";
import { applyOperation, type Operation } from "../operations.ts";
import { formatPath, type Path } from "../path.ts";
import { buildTree } from "./builder.ts";
import { editTree } from "./edits.ts";
import { read } from "./reader.ts";
import { referenceGuard } from "./references.ts";
import { placeOf, type Span, spanOf } from "./span.ts";
import { type Style, styleOf } from "./style.ts";
import { type Flaw, Unreadable } from "./syntaxErrors.ts";
import { type Entry, jsonOf, textOf } from "./tree.ts";
import { firstDifference, isSame, proved } from "./verify.ts";
import { type YamlProblem, YamlRefusal } from "./yamlRefusal.ts";

export { YamlRefusal };

/** What a file has beside its text and values; an edit hands it on. */
interface Parts {
  name: string;
  /** Of the text without byte order mark, and with a line break at its end. */
  tree: Entry;
  style: Style;
  /** Block entries mean the same when they are read alone. */
  isPlain: boolean;
}

const byteOrderMark = /^\uFEFF+/;

/** Never changes: an edit gives a new file. */
export class YamlFile {
  readonly text: string;
  /** `{}` for a file that holds nothing but comments. */
  readonly values: Json;
  readonly #parts: Parts;

  private constructor(text: string, values: Json, parts: Parts) {
    this.text = text;
    this.values = values;
    this.#parts = parts;
  }

  /** @throws YamlRefusal with all that is wrong with the file */
  static parse(text: string, name: string): YamlFile {
    const content = withoutMark(text);
    const whole = isOpenEnded(content) ? `${content}\n` : content;
    try {
      const reading = read(whole);
      if (reading.flaws.length > 0) {
        throw new Unreadable(reading.flaws);
      }
      const tree = buildTree(whole, reading);
      const { values, isPlain } = reading;
      return new YamlFile(text, values, { name, tree, style: styleOf(whole, tree), isPlain });
    } catch (error) {
      throw error instanceof Unreadable ? refusal(name, content, error.flaws) : error;
    }
  }

  /**
   * Does to the text what `applyOperations` does to the values. Gives this very file where nothing changes.
   * @throws YamlRefusal with all operations that can't be done to this text
   */
  edit(operations: readonly Operation[]): YamlFile {
    const { tree, values } = this.#edited(operations);
    if (isSame(values, this.values)) {
      return this;
    }
    const edited = this.#parts.isPlain ? this.#withTree(tree) : this.#readAgain(tree, operations[0]?.path ?? []);
    const unlike = firstDifference(values, edited.values);
    if (unlike !== undefined) {
      throw this.#unwritable([unlike]);
    }
    return edited;
  }

  /** Of the key or list item at the path, or of the nearest around it that has a place in the text. */
  position(path: Path): Span {
    return spanOf(this.#parts.tree, withoutMark(this.text), path);
  }

  /** All operations, one after the other, or all their problems. */
  #edited(operations: readonly Operation[]): { tree: Entry; values: Json } {
    const { isPlain, style } = this.#parts;
    const guard = isPlain ? () => undefined : referenceGuard(this.#parts.tree);
    const problems: YamlProblem[] = [];
    let [tree, values] = [this.#parts.tree, this.values];
    for (const operation of operations) {
      const paths = pathsOf(operation, values);
      const reason = paths.map((path) => guard(tree, values, path)).find((each) => each !== undefined);
      if (reason !== undefined) {
        const message = `${formatPath(operation.path)} can't be edited: ${reason}.`;
        problems.push(this.#problem(operation.path, message, "Write the value out, without the alias or merge key."));
      } else if (paths.length > 0) {
        tree = this.#attempt(operation.path, () => editTree(tree, values, operation, style));
        values = applyOperation(values, operation);
      }
    }
    if (problems.length > 0) {
      throw new YamlRefusal(problems);
    }
    return { tree, values };
  }

  /** The file of an edited tree, of which only what was written is read again. */
  #withTree({ value, ...root }: Entry): YamlFile {
    if (value.kind === "leaf") {
      return this;
    }
    const entries = value.entries.map((entry) => this.#attempt([entry.name ?? ""], () => proved(entry, value.column)));
    const tree = { ...root, value: { ...value, entries }, text: undefined };
    return new YamlFile(this.#textOf(tree), jsonOf(tree.value), { ...this.#parts, tree });
  }

  #readAgain(tree: Entry, path: Path): YamlFile {
    return this.#attempt(path, () => YamlFile.parse(this.#textOf(tree), this.#parts.name));
  }

  /** As it was at the file's two ends: a byte order mark, no line break. */
  #textOf(tree: Entry): string {
    const [mark = ""] = byteOrderMark.exec(this.text) ?? [];
    const whole = textOf(tree);
    return mark + (isOpenEnded(this.text) ? whole.replace(/(?<=[^\r\n])\r?\n$/, "") : whole);
  }

  #attempt<Result>(path: Path, write: () => Result): Result {
    try {
      return write();
    } catch (error) {
      throw error instanceof Unreadable || error instanceof YamlRefusal ? this.#unwritable(path) : error;
    }
  }

  #unwritable(path: Path): YamlRefusal {
    const key = path.slice(0, 1);
    const message = `An edit of ${formatPath(key) || "the file"} can't be written.`;
    return new YamlRefusal([this.#problem(key, message, "Make this edit by hand, and go on from there.")]);
  }

  #problem(path: Path, message: string, fix: string): YamlProblem {
    return { file: this.#parts.name, line: this.position(path).line, message, fix };
  }
}

/** The places that an operation is about; none where it changes nothing. */
function pathsOf(operation: Operation, values: Json): Path[] {
  const { op, path } = operation;
  const before = valueAt(values, path);
  const isVoid = op === "set" ? isSame(before, operation.value) : before === undefined && !path.includes("<<");
  return isVoid ? [] : op === "move" ? [path, operation.to] : [path];
}

function refusal(file: string, text: string, flaws: Flaw[]): YamlRefusal {
  const last = text.trimEnd().length;
  return new YamlRefusal(
    flaws.map(({ offset, message, fix }) => ({
      file,
      line: placeOf(text, Math.min(offset, last)).line,
      message,
      fix,
    })),
  );
}

function withoutMark(text: string): string {
  return text.replace(byteOrderMark, "");
}

function isOpenEnded(text: string): boolean {
  return text !== "" && !text.endsWith("\n");
}

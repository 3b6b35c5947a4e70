/** A YAML file whose edits leave all other text byte-identical. */
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
import { firstDifference, isSame, verified } from "./verify.ts";
import { type YamlProblem, YamlRefusal } from "./yamlRefusal.ts";

export { YamlRefusal };

/** Data of a file besides its text and values, which an edit passes on. */
interface Parts {
  name: string;
  /** Tree of the text without byte order mark and with a line break at its end. */
  tree: Entry;
  style: Style;
  /** Whether block entries have the same meaning when they are parsed alone. */
  isPlain: boolean;
}

const byteOrderMark = /^\uFEFF+/;

/** Immutable: an edit returns a new file. */
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

  /** @throws YamlRefusal with every problem of the file */
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
   * Applies the operations to the text as `applyOperations` does to the values. Returns this file if nothing changes.
   * @throws YamlRefusal with every operation that can't be applied to this text
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

  /** Position of the key or list item at the path, or of its nearest parent that is in the text. */
  position(path: Path): Span {
    return spanOf(this.#parts.tree, withoutMark(this.text), path);
  }

  /** Applies all operations in order. @throws YamlRefusal with the problems of all of them */
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

  /** The file of an edited tree. Only edited entries are parsed again. */
  #withTree({ value, ...root }: Entry): YamlFile {
    if (value.kind === "leaf") {
      return this;
    }
    const entries = value.entries.map((entry) =>
      this.#attempt([entry.name ?? ""], () => verified(entry, value.column)),
    );
    const tree = { ...root, value: { ...value, entries }, text: undefined };
    return new YamlFile(this.#textOf(tree), jsonOf(tree.value), { ...this.#parts, tree });
  }

  #readAgain(tree: Entry, path: Path): YamlFile {
    return this.#attempt(path, () => YamlFile.parse(this.#textOf(tree), this.#parts.name));
  }

  /** The text with the byte order mark and the missing final line break of the original. */
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
    return new YamlRefusal([this.#problem(key, message, "Make this edit by hand and run the command again.")]);
  }

  #problem(path: Path, message: string, fix: string): YamlProblem {
    return { file: this.#parts.name, line: this.position(path).line, message, fix };
  }
}

/** The paths that an operation changes; none if it changes nothing. */
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

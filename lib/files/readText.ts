/** Reads a file that an option names. */
import { readFileSync } from "node:fs";
import type { Problem } from "../diagnostics/problem.ts";

export interface NamedText {
  /** Name of the file, for messages. */
  name: string;
  text: string;
}

/** Name of a file that stands for standard input. */
export const stdin = "-";

/** The text of a file, or the problem with it. */
export function readText(option: string, path: string): NamedText | Problem {
  try {
    const bytes = readFileSync(path === stdin ? 0 : path);
    // The byte order mark is kept as part of the text, so that an edited file begins with it too.
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { name: path === stdin ? "standard input" : path, text };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const found = findings[code ?? ""];
    if (found === undefined) {
      throw error;
    }
    const [what, fix] = found;
    return { path: `${option} ${path}`, expected: "a file of text in UTF-8", found: what, fix };
  }
}

const findings: Record<string, [found: string, fix: string] | undefined> = {
  ENOENT: ["no such file", "name an existing file"],
  ENOTDIR: ["no such file", "name an existing file"],
  EISDIR: ["a folder", "name a file in it"],
  EACCES: ["a file that may not be read", "give yourself the right to read it"],
  ERR_ENCODING_INVALID_ENCODED_DATA: ["another encoding", "save it as UTF-8"],
};

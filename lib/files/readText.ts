/** Reads a file that an option names. */
import { readFileSync } from "node:fs";
import type { Problem } from "../diagnostics/problem.ts";

export interface NamedText {
  /** Name of the file, for messages. */
  name: string;
  text: string;
}

/** Standard input, as FILE. */
export const stdin = "-";

/** The text, or what is wrong with the file. */
export function readText(option: string, path: string): NamedText | Problem {
  try {
    const bytes = readFileSync(path === stdin ? 0 : path);
    // The byte order mark is part of the text: what is written begins with it again.
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
  ENOENT: ["no such file", "name a file that is there"],
  ENOTDIR: ["no such file", "name a file that is there"],
  EISDIR: ["a folder", "name a file in it"],
  EACCES: ["a file that may not be read", "let yourself read it"],
  ERR_ENCODING_INVALID_ENCODED_DATA: ["another encoding", "save it as UTF-8"],
};

/** Reads what an upgrade is given on the command line. */
import { readFileSync } from "node:fs";
import type { NamedText, UpgradeTexts } from "../../releases/engine/files.ts";
import { type InputProblem, UpgradeRefusal } from "../../releases/engine/refusal.ts";
import type { Product } from "../../releases/engine/release.ts";
import { requestedPath } from "../../releases/engine/versions.ts";
import type { UpgradeOptions } from "./options.ts";

const files = ["values", "deployments", "answers"] as const;

/** Standard input, as FILE. */
export const stdin = "-";

/**
 * @throws UpgradeRefusal with all that is wrong with the options
 */
export function readInputs(product: Product, options: UpgradeOptions): UpgradeTexts {
  const versions = product.releases.map(({ version }) => version);
  const problems = [...requestedPath(options, versions).problems, ...optionProblems(options)];
  const texts = files.map((option) => {
    const path = options[option];
    const text = path === undefined ? undefined : readText(`--${option}`, path);
    if (text !== undefined && "mend" in text) {
      problems.push(text);
      return {};
    }
    return text === undefined ? {} : { [option]: text };
  });
  if (problems.length > 0) {
    throw new UpgradeRefusal(problems);
  }
  return Object.assign({ from: options.from ?? "", to: options.to ?? "" }, ...texts);
}

function optionProblems({ diff, format, ...options }: UpgradeOptions): InputProblem[] {
  const problems: InputProblem[] = [];
  if (diff && format !== "text") {
    problems.push({
      path: "--diff",
      expected: "--format text",
      found: `--format ${format}`,
      mend: "leave out --diff or --format",
    });
  }
  if (files.filter((option) => options[option] === stdin).length > 1) {
    problems.push({
      path: stdin,
      expected: "standard input for one file",
      found: "it for several",
      mend: "name files for the others",
    });
  }
  return problems;
}

function readText(option: string, path: string): NamedText | InputProblem {
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
    const [what, mend] = found;
    return { path: `${option} ${path}`, expected: "a file of text in UTF-8", found: what, mend };
  }
}

const findings: Record<string, [found: string, mend: string] | undefined> = {
  ENOENT: ["no such file", "name a file that is there"],
  ENOTDIR: ["no such file", "name a file that is there"],
  EISDIR: ["a folder", "name a file in it"],
  EACCES: ["a file that may not be read", "let yourself read it"],
  ERR_ENCODING_INVALID_ENCODED_DATA: ["another encoding", "save it as UTF-8"],
};

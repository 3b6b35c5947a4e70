/** Reads and checks the options and input files of an upgrade. */

import { InputError } from "../../lib/diagnostics/inputError.ts";
import type { Problem } from "../../lib/diagnostics/problem.ts";
import { readText, stdin } from "../../lib/files/readText.ts";
import type { UpgradeTexts } from "../../releases/engine/files.ts";
import type { Product } from "../../releases/engine/release.ts";
import { requestedPath } from "../../releases/engine/versions.ts";
import type { UpgradeOptions } from "./options.ts";

const files = ["values", "deployments", "answers"] as const;

/**
 * Versions are checked by the upgrade, together with the values and answers; here only where those are never reached.
 *
 * @throws InputError with every problem of the options
 */
export function readInputs(product: Product, options: UpgradeOptions): UpgradeTexts {
  const problems = optionProblems(options);
  const texts = files.map((option) => {
    const path = options[option];
    const text = path === undefined ? undefined : readText(`--${option}`, path);
    if (text !== undefined && "fix" in text) {
      problems.push(text);
      return {};
    }
    return text === undefined ? {} : { [option]: text };
  });
  if (problems.length > 0) {
    const versions = product.releases.map(({ version }) => version);
    throw new InputError([...requestedPath(options, versions).problems, ...problems]);
  }
  return Object.assign({ from: options.from ?? "", to: options.to ?? "" }, ...texts);
}

function optionProblems({ diff, format, ...options }: UpgradeOptions): Problem[] {
  const problems: Problem[] = [];
  if (diff && format !== "text") {
    problems.push({
      path: "--diff",
      expected: "--format text",
      found: `--format ${format}`,
      fix: "leave out --diff or --format",
    });
  }
  if (files.filter((option) => options[option] === stdin).length > 1) {
    problems.push({
      path: stdin,
      expected: "- for one file only, since standard input can be read once",
      found: "- for several files",
      fix: "give the paths of the other files",
    });
  }
  return problems;
}

/** Reads the previews and renders that a review is given on the command line. */

import type { ChangeSet } from "../../graph/changes/change.ts";
import { previewedChanges } from "../../graph/changes/preview.ts";
import { changesBetween } from "../../graph/changes/renders.ts";
import { InputError } from "../../lib/diagnostics/inputError.ts";
import type { Problem } from "../../lib/diagnostics/problem.ts";
import { OutputError } from "../../lib/files/outputFolder.ts";
import { readText, stdin } from "../../lib/files/readText.ts";
import { UserError } from "../../lib/userError.ts";

export interface ReviewSources {
  preview?: string[];
  render?: string[];
  base?: string[];
}

/**
 * One set of changes for each preview, then one for each render.
 *
 * @param baseless whether renders may come without a base, for their policy findings and notices only
 * @throws InputError for every problem with options and previews, OutputError for every folder that is not a render
 */
export function readChanges({ preview = [], render = [], base = [] }: ReviewSources, baseless = false): ChangeSet[] {
  const problems = optionProblems({ preview, render, base }, baseless);
  const previews = preview.map((path) => {
    const text = readText("--preview", path);
    return "fix" in text ? text : previewedChanges(text);
  });
  const refused = [...problems, ...previews.filter((each): each is Problem => "fix" in each)];
  if (refused.length > 0) {
    throw new InputError(refused);
  }
  const sets = previews.filter((each): each is ChangeSet => "changes" in each);
  return [...sets, ...renderedChanges(render, base)];
}

/** @throws OutputError for every folder that is not a render */
function renderedChanges(render: string[], base: string[]): ChangeSet[] {
  const refused: string[] = [];
  const sets = render.flatMap((folder, index) => {
    try {
      return [changesBetween(folder, base[index])];
    } catch (error) {
      if (!(error instanceof UserError)) {
        throw error;
      }
      refused.push(error.message);
      return [];
    }
  });
  if (refused.length > 0) {
    throw new OutputError(refused.join("\n"));
  }
  return sets;
}

function optionProblems({ preview, render, base }: Required<ReviewSources>, baseless: boolean): Problem[] {
  const problems: Problem[] = [];
  if (preview.length + render.length === 0) {
    problems.push({
      path: "--preview",
      expected: "a preview, or --render with --base",
      found: "neither",
      fix: "write pulumi preview --json > preview.json, and name it with --preview preview.json",
    });
  }
  if (base.length !== render.length && !(baseless && base.length === 0)) {
    problems.push({
      path: "--base",
      expected: `a folder for each of --render (${render.length})`,
      found: `${base.length}`,
      fix: "name them in the same order; an empty folder stands for a stack that is not there yet",
    });
  }
  if (preview.filter((path) => path === stdin).length > 1) {
    problems.push({
      path: "--preview -",
      expected: "standard input once",
      found: "it more than once",
      fix: "name files for the others",
    });
  }
  return problems;
}

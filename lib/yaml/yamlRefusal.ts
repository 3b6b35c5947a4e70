/** Problems with a YAML file or an edit. Messages contain keys of the file but no values. */
import { UserError } from "../userError.ts";

export interface YamlProblem {
  file: string;
  line: number;
  message: string;
  fix: string;
}

/** A YAML file that must not be edited, or can't be read. `problems` is never empty; messages never echo a value of the file. */
export class YamlRefusal extends UserError {
  override name = "YamlRefusal";
  readonly problems: YamlProblem[];

  constructor(problems: YamlProblem[]) {
    super(problems.map(({ file, line, message, fix }) => `${file}:${line}: ${message} Fix: ${fix}`).join("\n"));
    this.problems = problems;
  }
}

/** What is said of preconditions: one error of all that is not met, and warnings of what somebody should know. */
import { UserError } from "../lib/userError.ts";
import type { Result } from "./precondition.ts";

/** All unmet preconditions of a stack at once. The message lists them; `unmet` holds them for other formats. */
export class PreconditionError extends UserError {
  readonly unmet: Result[];

  /** @param passOver command that lets a precondition of this name pass. */
  constructor(unmet: Result[], passOver: (name: string) => string) {
    const [first] = unmet;
    const count = unmet.length === 1 ? "a thing" : `${unmet.length} things`;
    super(
      [
        `The cluster lacks ${count} that the stack needs. Nothing was changed.`,
        ...unmet.map(entry),
        ...(first === undefined
          ? []
          : [`To pass over one that is met unseen:\n  ${passOver(first.precondition.name)}`]),
      ].join("\n\n"),
    );
    this.name = "PreconditionError";
    this.unmet = unmet;
  }
}

/** One text for each group of results that is no error. */
export function warnings(results: Result[]): string[] {
  const doubtful = results.filter(({ state }) => state === "doubtful");
  const unread = results.filter(({ state }) => state === "unread");
  return [
    ...(doubtful.length > 0 ? [["The cluster is not quite as expected.", ...doubtful.map(entry)].join("\n\n")] : []),
    ...(unread.length > 0
      ? [
          [
            "These preconditions were not checked:",
            ...unread.map(({ precondition, found }) => `  ${precondition.name}: ${found}`),
          ].join("\n"),
        ]
      : []),
  ];
}

function entry({ precondition, found, fix }: Result): string {
  const { name, paths, expected } = precondition;
  const fields = { "asked by": paths.join(", "), expected, found, fix };
  const lines = Object.entries(fields).filter(([, text]) => text !== "");
  return [`  ${name}`, ...lines.map(([label, text]) => `    ${label.padEnd(9)} ${indented(text)}`)].join("\n");
}

function indented(text: string): string {
  return text.replaceAll("\n", `\n${" ".repeat(14)}`);
}

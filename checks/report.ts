/** Messages about preconditions: one error for all that are unmet, and warnings. */
import { UserError } from "../lib/userError.ts";
import type { Result } from "./precondition.ts";

/** All unmet preconditions of a stack at once. The message lists them; `unmet` holds them for other formats. */
export class PreconditionError extends UserError {
  readonly unmet: Result[];

  /** @param skip returns the command that skips the precondition of this name */
  constructor(unmet: Result[], skip: (name: string) => string) {
    const [first] = unmet;
    const count = unmet.length === 1 ? "a thing" : `${unmet.length} things`;
    super(
      [
        `The cluster lacks ${count} that the stack needs. Nothing was changed.`,
        ...unmet.map(entry),
        ...(first === undefined
          ? []
          : [`To skip the check of one that is met all the same:\n  ${skip(first.precondition.name)}`]),
      ].join("\n\n"),
    );
    this.name = "PreconditionError";
    this.unmet = unmet;
  }
}

/** One warning for each group of results that are no error. */
export function warnings(results: Result[]): string[] {
  const doubtful = results.filter(({ state }) => state === "doubtful");
  const unread = results.filter(({ state }) => state === "unread");
  return [
    ...(doubtful.length > 0
      ? [
          ["The cluster differs from what the stack expects. It may work all the same.", ...doubtful.map(entry)].join(
            "\n\n",
          ),
        ]
      : []),
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
  const fields = { "needed by": paths.join(", "), expected, found, fix };
  const lines = Object.entries(fields).filter(([, text]) => text !== "");
  return [`  ${name}`, ...lines.map(([label, text]) => `    ${label.padEnd(9)} ${indented(text)}`)].join("\n");
}

function indented(text: string): string {
  return text.replaceAll("\n", `\n${" ".repeat(14)}`);
}

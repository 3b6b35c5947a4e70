import { describe, expect, it } from "vitest";
import type { Result, State } from "../../checks/precondition.ts";
import { PreconditionError, warnings } from "../../checks/report.ts";
import { UserError } from "../../lib/userError.ts";

const result = (name: string, state: State, found: string, fix = "make it\nor not"): Result => ({
  precondition: {
    name,
    paths: ["mlflow.a", "mlflow.b"],
    expected: "the thing",
    fix: "",
    look: { kind: "namespace", name },
  },
  state,
  found,
  fix,
});

describe("the error of unmet preconditions", () => {
  const error = new PreconditionError(
    [result("Namespace a", "unmet", "nothing"), result("Namespace b", "unmet", "another", "")],
    (name) => `pass over '${name}'`,
  );

  it("lists them all, each with who asks, what is expected and found, and what makes it", () => {
    expect(error).toBeInstanceOf(UserError);
    expect(error.unmet).toHaveLength(2);
    expect(error.message).toBe(`The cluster lacks 2 things that the stack needs. Nothing was changed.

  Namespace a
    asked by  mlflow.a, mlflow.b
    expected  the thing
    found     nothing
    fix       make it
              or not

  Namespace b
    asked by  mlflow.a, mlflow.b
    expected  the thing
    found     another

To pass over one that is met unseen:
  pass over 'Namespace a'`);
  });
});

describe("warnings", () => {
  it("are none where all is met", () => {
    expect(warnings([result("Namespace a", "met", ""), result("Namespace b", "unmet", "nothing")])).toEqual([]);
  });

  it("are one of what is doubtful, and one of what could not be read", () => {
    const [doubtful, unread, ...others] = warnings([
      result("Namespace a", "doubtful", "less"),
      result("Secret b", "unread", "the right is missing to get Secret b"),
      result("Secret c", "unread", "the right is missing to get Secret c"),
    ]);
    expect(doubtful).toContain("found     less");
    expect(unread).toBe(`These preconditions were not checked:
  Secret b: the right is missing to get Secret b
  Secret c: the right is missing to get Secret c`);
    expect(others).toEqual([]);
  });
});

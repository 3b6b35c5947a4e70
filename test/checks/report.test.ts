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
    (name) => `skip '${name}'`,
  );

  it("lists them all, each with the config keys, the expectation, the finding and the fix", () => {
    expect(error).toBeInstanceOf(UserError);
    expect(error.unmet).toHaveLength(2);
    expect(error.message).toBe(`The cluster lacks 2 things that the stack needs. Nothing was changed.

  Namespace a
    needed by mlflow.a, mlflow.b
    expected  the thing
    found     nothing
    fix       make it
              or not

  Namespace b
    needed by mlflow.a, mlflow.b
    expected  the thing
    found     another

To skip the check of one that is met all the same:
  skip 'Namespace a'`);
  });
});

describe("warnings", () => {
  it("are none if all preconditions are met or unmet", () => {
    expect(warnings([result("Namespace a", "met", ""), result("Namespace b", "unmet", "nothing")])).toEqual([]);
  });

  it("are one for doubtful results, and one for results that could not be read", () => {
    const [doubtful, unread, ...others] = warnings([
      result("Namespace a", "doubtful", "less"),
      result("Secret b", "unread", "no permission to get Secret b"),
      result("Secret c", "unread", "no permission to get Secret c"),
    ]);
    expect(doubtful).toContain("found     less");
    expect(unread).toBe(`These preconditions were not checked:
  Secret b: no permission to get Secret b
  Secret c: no permission to get Secret c`);
    expect(others).toEqual([]);
  });
});

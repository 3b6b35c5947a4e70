import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../graph/inputs.ts";
import { mask } from "../../../lib/secrets/mask.ts";
import { isSet, itemsOf, mayBe, mayEqual, mayHave, refersTo, within } from "../../../policies/engine/unknown.ts";

describe.each([
  ["an unknown value", UNKNOWN],
  ["a masked secret", mask],
])("%s", (_, value) => {
  it("may be any value, and is set", () => {
    expect(mayBe<unknown>(value, true)).toBe(true);
    expect(mayEqual(value, "a")).toBe(true);
    expect(isSet(value)).toBe(true);
  });

  it("may be a list with any item, but has none to read", () => {
    expect(mayHave(value as unknown as string[], () => false)).toBe(true);
    expect(mayHave([value], () => false)).toBe(true);
    expect(itemsOf<string>(value as typeof UNKNOWN)).toEqual([]);
  });

  it("may refer to any resource", () => {
    expect(refersTo(value, { name: "models", given: "models-1" })).toBe(true);
  });
});

describe("a known value", () => {
  it("is one of those allowed, or is not", () => {
    expect(mayBe("a", "a", "b")).toBe(true);
    expect(mayBe<string | undefined>(undefined, "a")).toBe(false);
    expect(mayEqual("a", "b")).toBe(false);
  });

  it("refers to a resource by its own name, by its logical one, or by the id that renders have", () => {
    const bucket = { name: "models", given: undefined };
    expect(refersTo("models", bucket)).toBe(true);
    expect(refersTo("models-id", bucket)).toBe(true);
    expect(refersTo("models", { name: "models", given: "models-1" })).toBe(false);
  });
});

describe("a part of an object", () => {
  it("is read where the object is known, and unknown where it is not", () => {
    expect(within({ name: "a" }, ({ name }) => name)).toBe("a");
    expect(within<{ name: string }, string>(UNKNOWN, ({ name }) => name)).toBe(UNKNOWN);
    expect(within<{ name: string }, string>(undefined, ({ name }) => name)).toBeUndefined();
  });
});

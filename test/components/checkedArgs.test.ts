import { output } from "@pulumi/pulumi";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { checkedArgs } from "../../components/checkedArgs.ts";

const schema = z.looseObject({ replicas: z.int().min(1).default(2), name: z.string().min(3, "a longer name") });

describe("checked args", () => {
  it("have the defaults of their schema", () => {
    expect(checkedArgs("Server", schema, { name: "mlflow" })).toEqual({ name: "mlflow", replicas: 2 });
  });

  it("carry what the schema does not describe", () => {
    const password = output("p");
    expect(checkedArgs("Server", schema, { name: "mlflow", password }).password).toBe(password);
  });

  it("have the keys of the component's args only, by their type", () => {
    const args = checkedArgs("Server", schema, { name: "mlflow" });
    expectTypeOf(args).toEqualTypeOf<{ name: string }>();
  });

  it("are refused with every problem at once", () => {
    expect(() => checkedArgs('Server "s"', schema, { name: "m", replicas: 0 })).toThrow(
      /^Server "s" has wrong args\.\n {2}replicas: expected .*, found 0\n {2}name: expected a longer name, found "m"$/,
    );
  });
});

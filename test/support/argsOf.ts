import type { Input, Output } from "@pulumi/pulumi";
import type { z } from "zod";

/** Parsed config as a component takes it: a secret may come from anywhere, not from config alone. */
export type ArgsOf<Schema extends z.ZodType> = Args<z.output<Schema>>;

type Args<Value> =
  Value extends Output<infer Inner>
    ? Input<Inner>
    : Value extends (infer Item)[]
      ? Args<Item>[]
      : Value extends object
        ? { [Key in keyof Value]: Args<Value[Key]> }
        : Value;

import { z } from "zod";

const level = z.enum(["mandatory", "advisory", "disabled"]);

/** The engine reads a day without quotes in a stack's file as a time, the midnight that it begins with. */
const day = z
  .string("a day such as 2027-03-31")
  .overwrite((text) => text.replace(/ 00:00:00 \+0000 UTC$/, ""))
  .pipe(z.iso.date("a day such as 2027-03-31"));

/** How a stack wants the rules of the policy pack; `policies/engine/settings.ts` knows the rules' names. */
export const policies = z
  .strictObject({
    levels: z
      .record(z.string(), level)
      .default({})
      .describe("`mandatory` (default), `advisory` or `disabled` by the name of a rule; `all` for those not named."),
    exceptions: z
      .array(
        z.strictObject({
          rule: z.string().min(1).describe("Name of a rule."),
          urn: z.string().min(1).describe("URNs that it does not hold for; `*` stands for any text."),
          reason: z
            .string("a sentence")
            .trim()
            .min(10, "a sentence of 10 characters or more")
            .describe("Why, for whoever reads it next."),
          until: day.describe("The last day, such as 2027-03-31."),
        }),
      )
      .default([])
      .describe("Exceptions from rules, each with its reason and its last day."),
  })
  .describe("Rules of the policy pack: how strict they are, and exceptions from them.");

export type PolicySettings = z.output<typeof policies>;
export type PolicyLevel = z.output<typeof level>;

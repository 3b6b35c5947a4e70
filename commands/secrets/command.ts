import { Command } from "commander";
import type { SecretsOptions } from "./secrets.ts";

/** `mlops-platform secrets <stack>`: sets every config secret that a stack needs and does not have. */
export function secretsCommand(): Command {
  return new Command("secrets")
    .description(
      "Set every config secret that a stack wants and has not: asks for each, or reads lines of <path>=<value> from standard input.",
    )
    .argument("<stack>", "name of the stack, as in Pulumi.<stack>.yaml")
    .option("--generate", "make those that only the stack itself uses, and ask for the others", false)
    .action(async (stack: string, options: SecretsOptions) => {
      // Loaded on demand, since the schema loads the Pulumi SDK.
      const { setSecrets } = await import("./secrets.ts");
      await setSecrets(stack, options);
    });
}

import { readFileSync } from "node:fs";
import { Command } from "commander";
import { UserError } from "../../lib/userError.ts";

/** `mlops-platform secrets <stack>`: sets every config secret that a stack needs and does not have. */
export function secretsCommand(): Command {
  return new Command("secrets")
    .description(
      "Set every config secret that a stack wants and has not: asks for each, or reads lines of <path>=<value> from standard input.",
    )
    .argument("<stack>", "name of the stack, as in Pulumi.<stack>.yaml")
    .option("--generate", "make those that only the stack itself uses, and ask for the others", false)
    .action(async (stack: string, { generate }: { generate: boolean }) => {
      // Loaded on demand, since the schema loads the Pulumi SDK.
      const { formatPath } = await import("../../lib/path.ts");
      const { wantedSecrets } = await import("../../config/wantedSecrets.ts");
      const { stackConfig } = await import("../../config/index.ts");
      const { readStackFiles, valuesOf } = await import("../../config/stackFiles.ts");
      const { askForSecrets, makeSecrets, secretsInLines } = await import("./collect.ts");
      const { askHidden } = await import("./askHidden.ts");
      const { storeSecret } = await import("./store.ts");

      const folder = process.cwd();
      const values = valuesOf(readStackFiles(folder, stack));
      const paths = wantedSecrets(stackConfig, values).map(formatPath);
      const made = generate ? makeSecrets({ stack, paths, values }) : [];
      const rest = { stack, values, paths: paths.filter((path) => !made.some((secret) => secret.path === path)) };
      const say = (line: string) => process.stderr.write(`${line}\n`);
      const given =
        rest.paths.length === 0
          ? []
          : process.stdin.isTTY
            ? await askForSecrets(rest, (question) => askHidden(question, process.stdin, process.stderr), say)
            : secretsInLines(rest, standardInput());

      for (const { path, value, isMade } of [...made, ...given]) {
        await storeSecret(folder, stack, path, value);
        process.stdout.write(`${isMade ? "made" : "set "}  ${path}\n`);
      }
      if (paths.length === 0) {
        process.stdout.write(`Stack ${stack} has every config secret that it wants.\n`);
      }
    });
}

function standardInput(): string {
  try {
    return readFileSync(0, "utf8");
  } catch (error) {
    throw new UserError(`Standard input cannot be read: ${(error as Error).message}`);
  }
}

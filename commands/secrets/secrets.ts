/** Sets the config secrets that a stack needs and does not have. */
import { readFileSync } from "node:fs";
import { stackConfig } from "../../config/index.ts";
import { readStackFiles, valuesOf } from "../../config/stackFiles.ts";
import { wantedSecrets } from "../../config/wantedSecrets.ts";
import { formatPath } from "../../lib/path.ts";
import { UserError } from "../../lib/userError.ts";
import { askHidden } from "./askHidden.ts";
import { askForSecrets, makeSecrets, secretsInLines } from "./collect.ts";
import { storeSecret } from "./store.ts";

export interface SecretsOptions {
  /** Whether to generate the secrets that may have any value. */
  generate: boolean;
}

/**
 * Collects all secrets before it stores the first one. Prints the path of each.
 *
 * @throws UserError for bad input, and for a secret that the Pulumi CLI does not store
 */
export async function setSecrets(stack: string, { generate }: SecretsOptions): Promise<void> {
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
}

function standardInput(): string {
  try {
    return readFileSync(0, "utf8");
  } catch (error) {
    throw new UserError(`Standard input cannot be read: ${(error as Error).message}`);
  }
}

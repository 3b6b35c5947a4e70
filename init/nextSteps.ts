import type { NewStack } from "./init.ts";
import { secretCommand } from "./settings.ts";

interface Next extends NewStack {
  stack: string;
  backend: string | undefined;
  secretsProvider: string | undefined;
}

/** What was written, and the commands that bring the stack up. */
export function nextSteps({ stack, file, secrets, isStackThere, backend, secretsProvider }: Next): string {
  const provider = secretsProvider === undefined ? "" : ` --secrets-provider=${quoted(secretsProvider)}`;
  const commands = [
    ...(backend === undefined ? [] : [`pulumi login ${quoted(backend)}`]),
    ...(isStackThere ? [] : [`pulumi stack init ${stack}${provider}`]),
    ...secrets.map((path) => `${secretCommand(path)} --stack ${stack}`),
    `mlops-platform render ${stack}`,
    `pulumi preview --stack ${stack}`,
  ];
  return `Wrote ${file}. Next:\n\n${commands.map((command) => `  ${command}\n`).join("")}`;
}

/** A word for a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

import { commands as checkCommands } from "../../../checks/commands.ts";
import { namespaceNeeds } from "../../../checks/namespaces.ts";
import { secretNeeds } from "../../../checks/secrets.ts";
import { quoted } from "../../../lib/shell.ts";
import type { NewStack } from "../init.ts";

interface Next extends NewStack {
  stack: string;
  backend: string | undefined;
  secretsProvider: string | undefined;
}

/** The file that was written, and the commands that deploy the stack, ready to run in a clone after `npm ci`. */
export function nextSteps({ stack, file, config, secrets, isStackThere, backend, secretsProvider }: Next): string {
  const provider = secretsProvider === undefined ? "" : ` --secrets-provider=${quoted(secretsProvider)}`;
  const say = checkCommands(config.cluster, stack);
  const commands = [
    ...(backend === undefined ? [] : [...makeFolder(backend), throughNpm(`pulumi login ${quoted(backend)}`)]),
    ...(isStackThere ? [] : [throughNpm(`pulumi stack init ${stack}${provider}`)]),
    ...(secrets.length === 0 ? [] : [`npx mlops-platform secrets ${stack}`]),
    ...[...namespaceNeeds(config, say), ...secretNeeds(config, say)].map(({ fix }) => fix),
    `npx mlops-platform render ${stack}`,
    throughNpm(`pulumi preview --stack ${stack}`),
    throughNpm(`pulumi up --stack ${stack}`),
  ];
  return `Wrote ${file}. Next:\n\n${commands.map((command) => `  ${command}\n`).join("")}`;
}

/** The engine runs `node` from the PATH, to which npm adds the project's own. */
function throughNpm(command: string): string {
  return command.replace(/^pulumi /, "npm run pulumi -- ");
}

/** Pulumi keeps state only in an existing folder. */
function makeFolder(backend: string): string[] {
  const [, home, path = ""] = /^file:\/\/(~\/?)?([^?]*)/.exec(backend) ?? [];
  return path === "" ? [] : [`mkdir -p ${home === undefined ? "" : "~/"}${quoted(path)}`];
}

import { ConfigCommands } from "../config/commands.ts";
import { clusterObjects } from "./clusterObjects.ts";
import type { NewStack } from "./init.ts";
import { quoted } from "./shell.ts";

interface Next extends NewStack {
  stack: string;
  backend: string | undefined;
  secretsProvider: string | undefined;
}

/** What was written, and the commands that bring the stack up: as they are, in a clone after `npm ci`. */
export function nextSteps({ stack, file, config, secrets, isStackThere, backend, secretsProvider }: Next): string {
  const provider = secretsProvider === undefined ? "" : ` --secrets-provider=${quoted(secretsProvider)}`;
  const commands = [
    ...(backend === undefined ? [] : [...makeFolder(backend), throughNpm(`pulumi login ${quoted(backend)}`)]),
    ...(isStackThere ? [] : [throughNpm(`pulumi stack init ${stack}${provider}`)]),
    ...secrets.map((path) => throughNpm(new ConfigCommands(stack).setSecret(path.split(".")))),
    ...clusterObjects(config),
    `npx mlops-platform render ${stack}`,
    throughNpm(`pulumi preview --stack ${stack}`),
    throughNpm(`pulumi up --stack ${stack}`),
  ];
  return `Wrote ${file}. Next:\n\n${commands.map((command) => `  ${command}\n`).join("")}`;
}

/** The engine takes `node` from the PATH, and npm puts the project's own there. */
function throughNpm(command: string): string {
  return command.replace(/^pulumi /, "npm run pulumi -- ");
}

/** Pulumi keeps state in a folder that is there, and makes none. */
function makeFolder(backend: string): string[] {
  const [, home, path = ""] = /^file:\/\/(~\/?)?([^?]*)/.exec(backend) ?? [];
  return path === "" ? [] : [`mkdir -p ${home === undefined ? "" : "~/"}${quoted(path)}`];
}

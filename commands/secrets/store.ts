import { spawn } from "node:child_process";
import { project } from "../../lib/configCommands.ts";
import { UserError } from "../../lib/userError.ts";

/**
 * Stores a config secret with the Pulumi CLI, which encrypts it with the stack's secrets provider. The value is passed
 * through a pipe, since other users of the machine can read arguments.
 *
 * @param path dotted path below the project
 * @throws UserError with the output of the CLI
 */
export async function storeSecret(folder: string, stack: string, path: string, value: string): Promise<void> {
  const args = ["config", "set", "--secret", "--path", `${project}:${path}`, "--stack", stack];
  const { code, output } = await run(folder, [...args, "--non-interactive"], value);
  if (code !== 0) {
    throw new UserError(
      `${path} could not be stored: pulumi config set ended with ${code}.\n${output.trimEnd()}\nIf the stack does not exist, create it with pulumi stack init ${stack}, with PULUMI_CONFIG_PASSPHRASE set or with --secrets-provider. Then run this command again. Secrets that were stored stay.`,
    );
  }
}

function run(folder: string, args: string[], input: string): Promise<{ code: number | string; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn("pulumi", args, { cwd: folder, stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    const take = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    // The pipe closes if the CLI exits before reading it. The exit code is the better message.
    child.stdin.on("error", () => undefined);
    child.on("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "ENOENT"
          ? new UserError(
              "The Pulumi CLI is not in the PATH. Install it: https://www.pulumi.com/docs/iac/download-install/",
            )
          : error,
      ),
    );
    child.on("close", (code, signal) => resolve({ code: code ?? signal ?? "nothing", output }));
    child.stdin.end(input);
  });
}

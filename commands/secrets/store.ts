import { spawn } from "node:child_process";
import { project } from "../../lib/configCommands.ts";
import { UserError } from "../../lib/userError.ts";

/**
 * Stores a config secret with the Pulumi CLI, which encrypts it by the stack's secrets provider. The value goes through a
 * pipe: arguments can be read by others on the machine.
 *
 * @param path formatPath, below the project
 * @throws UserError with what the CLI said
 */
export async function storeSecret(folder: string, stack: string, path: string, value: string): Promise<void> {
  const args = ["config", "set", "--secret", "--path", `${project}:${path}`, "--stack", stack];
  const { code, output } = await run(folder, [...args, "--non-interactive"], value);
  if (code !== 0) {
    throw new UserError(
      `${path} could not be stored: pulumi config set ended with ${code}.\n${output.trimEnd()}\nMake the stack first where there is none (pulumi stack init ${stack}), with its passphrase in PULUMI_CONFIG_PASSPHRASE or its --secrets-provider at hand; then run this again. What was stored stays.`,
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
    // A CLI that ends before it has read leaves a closed pipe; its exit code says more.
    child.stdin.on("error", () => undefined);
    child.on("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "ENOENT"
          ? new UserError(
              "The Pulumi CLI is not in the PATH: https://www.pulumi.com/docs/iac/download-install/ has it.",
            )
          : error,
      ),
    );
    child.on("close", (code, signal) => resolve({ code: code ?? signal ?? "nothing", output }));
    child.stdin.end(input);
  });
}

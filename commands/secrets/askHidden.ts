import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { UserError } from "../../lib/userError.ts";

/**
 * Asks a question at a terminal without showing what is typed.
 *
 * @throws UserError when the input ends first (Ctrl-C, Ctrl-D).
 */
export async function askHidden(
  question: string,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<string> {
  output.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  try {
    return await new Promise((resolve, reject) => {
      reader.once("line", resolve);
      reader.once("close", () =>
        reject(new UserError("The input ended before every secret was given. No secret was stored.")),
      );
    });
  } finally {
    reader.close();
    output.write("\n");
  }
}

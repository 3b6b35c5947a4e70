import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { root, temporaryFolder } from "../../support/cli.ts";

/** A folder with the workflows' steps, where doubles of `gh` and of the project's command answer them. */
export class StepFolder {
  readonly #folder = temporaryFolder();

  /** Runs a step in the folder. */
  step(script: string, args: string[], env: Record<string, string> = {}) {
    const steps = join(root, ".github/steps");
    spawnSync("mkdir", ["-p", join(this.#folder, ".github")]);
    spawnSync("ln", ["-sfn", steps, join(this.#folder, ".github/steps")]);
    const path = [join(this.#folder, "bin"), process.env.PATH].join(delimiter);
    const { status, stdout, stderr } = spawnSync("bash", [join(steps, script), ...args], {
      cwd: this.#folder,
      encoding: "utf8",
      env: { ...process.env, PATH: path, ...env },
    });
    return { code: status, stdout, stderr };
  }

  /** Puts a double of `node` on the PATH, which gets the arguments of the project's command. */
  command(script: string): void {
    this.write("bin/node", `#!/usr/bin/env bash\nshift\n${script}\n`);
    spawnSync("chmod", ["+x", join(this.#folder, "bin/node")]);
  }

  /** Puts a double of `gh` on the PATH: it answers every question with a list, and writes down what is sent. */
  gh(answer: object[]): Record<string, string> {
    const script = `#!/usr/bin/env bash
args=("$@")
method=GET query=.
for i in "\${!args[@]}"; do
  case \${args[i]} in
    --method) method=\${args[i+1]} ;;
    --jq) query=\${args[i+1]} ;;
    repos/*) path=\${args[i]} ;;
  esac
done
if [ $method = GET ]; then jq -r "$query" <<< "$ANSWER"; else jq -c --arg call "$method $path" '{call: $call} + .' >> "$SENT"; fi
`;
    this.write("bin/gh", script);
    spawnSync("chmod", ["+x", join(this.#folder, "bin/gh")]);
    return { ANSWER: JSON.stringify(answer), SENT: join(this.#folder, "sent") };
  }

  /** What the double of `gh` was told to send, in order. */
  sent(): { call: string; body?: string; title?: string; state?: string }[] {
    try {
      return this.read("sent")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
    } catch {
      return [];
    }
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(join(this.#folder, path)), { recursive: true });
    writeFileSync(join(this.#folder, path), content);
  }

  read(path: string): string {
    return readFileSync(join(this.#folder, path), "utf8");
  }
}

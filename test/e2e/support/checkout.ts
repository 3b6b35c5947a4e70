/** A checkout of this project with stacks of a test's own, in which jobs of its workflows run as plain shell. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse, stringify } from "yaml";
import { root } from "../../support/cli.ts";
import { type Command, type Finished, run, succeed } from "./process.ts";
import type { Config } from "./stackConfig.ts";

interface Step {
  id?: string;
  name?: string;
  run?: string;
  if?: string;
  env?: Record<string, string>;
  "working-directory"?: string;
  "continue-on-error"?: boolean;
}

export interface StepRun extends Finished {
  name: string;
}

export interface JobRun {
  succeeded: boolean;
  /** Those that ran, in order. */
  steps: StepRun[];
  /** Folder that its steps had for files of their own. */
  temp: string;
  /** The summary of the run, in Markdown. */
  summary: string;
}

const notProject = new Set(["node_modules", ".git", "rendered", "manifests"]);

export class Checkout {
  readonly folder: string;
  readonly #temp: string;
  readonly #env: Record<string, string>;
  #jobs = 0;

  /** @param env of all its jobs; nothing is inherited. */
  constructor(parent: string, env: Record<string, string>) {
    this.folder = join(parent, "checkout");
    this.#temp = join(parent, "runner");
    this.#env = { ...env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
    cpSync(root, this.folder, { recursive: true, filter: (path) => path === root || !notProject.has(basename(path)) });
    for (const file of readdirSync(this.folder).filter((name) => /^Pulumi\..+\.yaml$/.test(name))) {
      rmSync(join(this.folder, file));
    }
    symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"));
  }

  /** Replaces the config of a stack, and keeps what its secrets are encrypted with. */
  configure(stack: string, config: Config): void {
    const file = join(this.folder, `Pulumi.${stack}.yaml`);
    const { config: _, ...others } = existsSync(file) ? parse(readFileSync(file, "utf8")) : {};
    const keys = Object.entries(config).map(([key, value]) => [`mlops-platform:${key}`, value] as const);
    writeFileSync(file, stringify({ config: Object.fromEntries(keys), ...others }));
  }

  write(path: string, content: string): void {
    writeFileSync(join(this.folder, path), content);
  }

  /** Commits everything; the commit before is the base of what is committed. */
  async commit(message: string): Promise<void> {
    const author = "-c user.name=test -c user.email=test@example.com";
    await this.shell(`
      git init -q
      echo node_modules > .git/info/exclude
      git add -A
      git ${author} commit -qm '${message}'
    `);
  }

  shell(script: string): Promise<string> {
    return succeed(this.#command(script));
  }

  /** The same, whatever comes of it. */
  tryShell(script: string): Promise<Finished> {
    return run(this.#command(script));
  }

  #command(script: string): Command {
    return { argv: ["bash", "-euc", `cd "$0"\n${script}`, this.folder], env: this.#env };
  }

  /**
   * Runs a job's scripts in the order of the workflow: after a failure only those that say so.
   *
   * @param env in the place of expressions, by the name of the variable.
   * @param skip names of steps that are not to run here.
   */
  async job(file: string, name: string, env: Record<string, string> = {}, skip: string[] = []): Promise<JobRun> {
    this.#jobs += 1;
    const temp = join(this.#temp, String(this.#jobs));
    mkdirSync(temp, { recursive: true });
    const workflow = parse(readFileSync(join(this.folder, ".github/workflows", file), "utf8"));
    const steps: Step[] = workflow.jobs[name].steps;
    const summary = join(temp, "step-summary.md");
    const output = join(temp, "output");
    const common = { ...this.#env, GITHUB_WORKSPACE: this.folder, RUNNER_TEMP: temp, GITHUB_STEP_SUMMARY: summary };
    const ran: StepRun[] = [];
    let succeeded = true;
    for (const step of steps.filter((each) => each.run !== undefined && !skip.includes(each.name ?? ""))) {
      if (succeeded || step.if?.includes("!cancelled()")) {
        const outputs = Object.fromEntries(
          readIfThere(output)
            .trim()
            .split("\n")
            .map((line) => line.split("=")),
        );
        const own = Object.entries(step.env ?? {}).flatMap(([key, text]) => {
          const [, outputName] = /steps\.\w+\.outputs\.(\w+)/.exec(text) ?? [];
          const value = outputName === undefined ? env[key] : outputs[outputName];
          return text.includes("${{") ? (value === undefined ? [] : [[key, value]]) : [[key, text]];
        });
        const place = step["working-directory"]?.replace(/\$\{\{ runner\.temp \}\}/, temp) ?? this.folder;
        const finished = await run({
          argv: ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", `cd "$0"\n${step.run}`, place],
          env: { ...common, GITHUB_OUTPUT: output, ...env, ...Object.fromEntries(own) },
          seconds: 400,
        });
        ran.push({ name: step.name ?? "", ...finished });
        succeeded &&= finished.code === 0 || step["continue-on-error"] === true;
      }
    }
    return { succeeded, steps: ran, temp, summary: readIfThere(summary) };
  }
}

function readIfThere(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

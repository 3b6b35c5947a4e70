/** The real Pulumi CLI and engine, with the program of this project and a home and backend in a temporary folder. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parse, stringify } from "yaml";
import { root } from "../../support/cli.ts";
import { type Finished, here, type Place, type Running, run, start, succeed } from "./process.ts";
import type { Config } from "./stackConfig.ts";
import type { Toolchain } from "./toolchain.ts";
import { Update } from "./update.ts";

/** An engine that waits for what never comes is interrupted, and then ended. */
const limited = (seconds: number) => ["timeout", "--signal=INT", "--kill-after=30", String(seconds)];

export class PulumiHome {
  /** Everything is in here, and tests may put their own files here too: it goes with the home. */
  readonly folder = mkdtempSync(join(tmpdir(), "mlops-platform-pulumi-"));
  readonly #env: Record<string, string>;
  readonly #place: Place;
  readonly #seconds: number;

  /**
   * @param place where the engine runs, and with it the provider.
   * @param seconds how long a run may take.
   */
  constructor(tools: Toolchain, place = here, seconds = 240) {
    this.#place = place;
    this.#seconds = seconds;
    this.#env = {
      // Node 24 comes first, as under npm.
      PATH: [join(root, "node_modules/.bin"), tools.path, process.env.PATH].join(delimiter),
      HOME: this.folder,
      TMPDIR: this.folder,
      PULUMI_HOME: join(this.folder, "home"),
      // As docs/state-and-secrets.md has it.
      PULUMI_BACKEND_URL: `file://${this.folder}?metadata=skip`,
      PULUMI_CONFIG_PASSPHRASE: "example",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    };
    this.#addProvider(tools);
    copyFileSync(join(root, "Pulumi.yaml"), join(this.folder, "Pulumi.yaml"));
  }

  /**
   * A new stack with a config of its own. Its file is here, not in the project's folder.
   *
   * @param env further variables of its runs, such as a KUBECONFIG; none is inherited.
   * @param program folder of another program than the project's own, with a `Pulumi.yaml` of the same name.
   */
  async stack(name: string, config: Config, env: Record<string, string> = {}, program = root): Promise<PulumiStack> {
    const stack = new PulumiStack(
      this.folder,
      name,
      { ...this.#env, ...env },
      {
        place: this.#place,
        program,
        seconds: this.#seconds,
      },
    );
    await succeed({ argv: ["pulumi", "stack", "init", name, "--cwd", this.folder], env: this.#env });
    stack.configure(config);
    return stack;
  }

  /** What a shell needs to run Pulumi with this home and its backend. */
  get env(): Record<string, string> {
    return { ...this.#env };
  }

  /** Ends every run of this home at once, plugins included, with no chance to tidy up. */
  kill(): void {
    for (const pid of this.#processes()) {
      endProcess(pid);
    }
  }

  /** Ends what a failed test left running, and removes the folder. */
  remove(): void {
    this.kill();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Processes of this home: plugins leave the engine's process group, but all have its environment. */
  #processes(): number[] {
    const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return pids.filter((pid) => environment(pid).includes(`PULUMI_HOME=${this.#env.PULUMI_HOME}\0`)).map(Number);
  }

  /** The provider counts as the plugin of exactly the SDK's version. */
  #addProvider({ path }: Toolchain): void {
    const { version } = JSON.parse(readFileSync(join(root, "node_modules/@pulumi/kubernetes/package.json"), "utf8"));
    const name = "pulumi-resource-kubernetes";
    const program = path
      .split(delimiter)
      .map((folder) => join(folder, name))
      .find(existsSync);
    const plugin = join(this.folder, `home/plugins/resource-kubernetes-v${version}`);
    mkdirSync(plugin, { recursive: true });
    symlinkSync(program ?? name, join(plugin, name));
  }
}

interface Surroundings {
  /** Where its commands run. */
  place: Place;
  /** Folder of the program. */
  program: string;
  /** How long a run may take. */
  seconds: number;
}

export class PulumiStack {
  readonly name: string;

  /** Where the stack's file is, beside a copy of Pulumi.yaml. */
  readonly folder: string;
  readonly #env: Record<string, string>;
  readonly #place: Place;
  readonly #program: string;
  readonly #seconds: number;

  constructor(folder: string, name: string, env: Record<string, string>, surroundings: Surroundings) {
    const { place, program, seconds } = surroundings;
    this.#place = place;
    this.#seconds = seconds;
    this.folder = folder;
    this.name = name;
    this.#env = env;
    this.#program = program;
  }

  get #file(): string {
    return join(this.folder, `Pulumi.${this.name}.yaml`);
  }

  /** Replaces the config. */
  configure(config: Config): void {
    const { config: _, ...rest } = parse(readFileSync(this.#file, "utf8"));
    const keys = Object.entries(config).map(([key, value]) => [`mlops-platform:${key}`, value] as const);
    writeFileSync(this.#file, stringify({ config: Object.fromEntries(keys), ...rest }));
  }

  /** Runs a command for the config, as an error prints it. */
  async paste(command = "false"): Promise<void> {
    await succeed({ argv: ["bash", "-ec", `cd ${this.folder}\n${command}`], env: this.#env });
  }

  /** Sets a config secret as a user does. */
  async setSecret(path: string, value: string): Promise<void> {
    const argv = ["pulumi", "config", "set", "--secret", "--path", `mlops-platform:${path}`, "--stack", this.name];
    await succeed({ argv: [...argv, "--cwd", this.folder], env: this.#env }, value);
  }

  up(...flags: string[]): Promise<Update> {
    return this.#update("up", "--yes", "--skip-preview", ...flags);
  }

  /** Starts an `up`, whose events it writes line by line. */
  startUp(...flags: string[]): Running {
    return start(
      this.#place({ argv: this.#argv("up", "--yes", "--skip-preview", "--json", ...flags), env: this.#env }),
    );
  }

  /** Loses the state, and nothing else. */
  async forget(): Promise<void> {
    const flags = ["--force", "--yes", "--preserve-config"];
    await succeed({
      argv: ["pulumi", "stack", "rm", ...flags, "--stack", this.name, "--cwd", this.folder],
      env: this.#env,
    });
    await succeed({ argv: ["pulumi", "stack", "init", this.name, "--cwd", this.folder], env: this.#env });
  }

  /** Gives up the lock and the pending operations of a run that was killed. */
  cancel(): Promise<Finished> {
    const argv = ["pulumi", "cancel", "--yes", "--stack", this.name, "--cwd", this.folder];
    return run({ argv, env: this.#env });
  }

  /** As `up` is by default: after a preview, which may stop it. */
  upAfterPreview(...flags: string[]): Promise<Update> {
    return this.#update("up", "--yes", ...flags);
  }

  preview(...flags: string[]): Promise<Update> {
    return this.#update("preview", ...flags);
  }

  /** What a preview writes to its standard output, whatever comes of it. */
  async previewJson(...flags: string[]): Promise<string> {
    return (await this.#run("preview", "--json", ...flags)).stdout;
  }

  refresh(...flags: string[]): Promise<Update> {
    return this.#update("refresh", "--yes", "--skip-preview", ...flags);
  }

  destroy(...flags: string[]): Promise<Update> {
    return this.#update("destroy", "--yes", ...flags);
  }

  /** What people see: the same without `--json`. */
  async shown(command: "up" | "preview", ...flags: string[]): Promise<string> {
    return (await this.#run(command, ...flags)).output;
  }

  /** The state as it is stored. */
  async state(): Promise<string> {
    return succeed({ argv: ["pulumi", "stack", "export", "--stack", this.name, "--cwd", this.folder], env: this.#env });
  }

  async outputs(): Promise<Record<string, string>> {
    const argv = ["pulumi", "stack", "output", "--json", "--stack", this.name, "--cwd", this.folder];
    return JSON.parse(await succeed({ argv, env: this.#env }));
  }

  async unprotect(): Promise<void> {
    const argv = ["pulumi", "state", "unprotect", "--all", "--yes", "--stack", this.name, "--cwd", this.folder];
    await succeed({ argv, env: this.#env });
  }

  async #update(command: string, ...flags: string[]): Promise<Update> {
    return new Update(await this.#run(command, "--json", ...flags));
  }

  #run(command: string, ...flags: string[]): Promise<Finished> {
    const seconds = this.#seconds;
    const argv = [...limited(seconds), ...this.#argv(command, ...flags)];
    return run(this.#place({ argv, env: this.#env, seconds: seconds + 60 }));
  }

  #argv(command: string, ...flags: string[]): string[] {
    const common = ["--cwd", this.#program, "--stack", this.name, "--config-file", this.#file, "--non-interactive"];
    return ["pulumi", command, ...common, ...flags];
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended with the one before.
  }
}

function environment(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8");
  } catch {
    return ""; // Another user's, or it has ended.
  }
}

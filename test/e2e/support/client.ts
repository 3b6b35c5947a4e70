import { join } from "node:path";
import { succeed } from "./process.ts";
import { program } from "./python.ts";
import { withTest } from "./user.ts";

export interface Logged {
  run: string;
  artifactUri: string;
}

export interface Read {
  parameters: Record<string, string>;
  metrics: Record<string, number>;
  text: string;
  /** Sizes by path. */
  artifacts: Record<string, number>;
}

/** MLflow's own Python client, each call in a process of its own that has no keys of the store. */
export class Client {
  readonly #venv: string;
  readonly #env: Record<string, string>;

  constructor(venv: string, { uri, username = "", password = "" }: { uri: string; [key: string]: string | undefined }) {
    this.#venv = venv;
    this.#env = {
      MLFLOW_TRACKING_URI: uri,
      MLFLOW_TRACKING_USERNAME: username,
      MLFLOW_TRACKING_PASSWORD: password,
      MLFLOW_DISABLE_TELEMETRY: "true",
    };
  }

  /** Logs a parameter, a metric, a text and a file of so many bytes. */
  log(size: number): Promise<Logged> {
    return this.#run({}, "log", String(size));
  }

  /** Reads all of it back; how downloads go is up to environment variables. */
  read(run: string, env: Record<string, string>): Promise<Read> {
    return this.#run(env, "read", run);
  }

  /** `active` or `deleted`, or the error's code. */
  stage(run: string): Promise<string> {
    return this.#run({}, "stage", run);
  }

  /** Deletes a run for garbage collection to find; the answer is its stage. */
  delete(run: string): Promise<string> {
    return this.#run({}, "delete", run);
  }

  #run<Answer>(env: Record<string, string>, ...args: string[]): Promise<Answer> {
    return script(this.#venv, ["client.py", ...args], { ...this.#env, ...env });
  }
}

/** Sizes of the objects in a bucket by key, as the store itself says. */
export function objects(venv: string, bucket: string, endpoint: string, ca: string): Promise<Record<string, number>> {
  return script(venv, ["bucket.py", bucket], {
    AWS_ENDPOINT_URL: endpoint,
    AWS_CA_BUNDLE: ca,
    AWS_ACCESS_KEY_ID: "anybody",
    AWS_SECRET_ACCESS_KEY: "anything",
    AWS_DEFAULT_REGION: "us-east-1",
  });
}

/** Runs a script of this folder; the answer is the JSON of its last line. */
async function script<Answer>(
  venv: string,
  [name = "", ...args]: string[],
  env: Record<string, string>,
): Promise<Answer> {
  const argv = [...withTest, program(venv, "python"), join(import.meta.dirname, name), ...args];
  const output = await succeed({ argv, env: { PATH: "/usr/bin:/bin", ...env } });
  return JSON.parse(output.trimEnd().split("\n").at(-1) ?? "") as Answer;
}

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { postgresqlPrograms } from "./postgresql.ts";
import { givenVenv, program } from "./python.ts";
import { isRoot } from "./user.ts";

/** What MLflow's end-to-end test needs and this machine lacks, with the way to get it. */
export function missing(): string[] {
  const runs = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: "ignore" }).status === 0;
  if (process.platform !== "linux") {
    return [`Linux, whose /proc, setpriv and pdeathsig the test uses; this is ${process.platform}`];
  }
  const needs: [there: boolean, what: string][] = [
    [postgresqlPrograms() !== undefined, "PostgreSQL's server (apt-get install postgresql)"],
    [
      !isRoot || runs("id", "postgres"),
      "the user postgres, since root cannot run PostgreSQL (apt-get install postgresql)",
    ],
    [runs("openssl", "version"), "openssl (apt-get install openssl)"],
    [runs("setpriv", "--version"), "setpriv (apt-get install util-linux)"],
    givenVenv
      ? [
          existsSync(program(givenVenv, "mlflow")) && existsSync(program(givenVenv, "moto_server")),
          `mlflow and moto_server in MLOPS_E2E_VENV=${givenVenv} (${givenVenv}/bin/pip install -r test/e2e/requirements.txt)`,
        ]
      : [runs("python3", "-c", "import venv, ensurepip"), "python3 with venv (apt-get install python3-venv)"],
  ];
  return needs.filter(([there]) => !there).map(([, what]) => what);
}

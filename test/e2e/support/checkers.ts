/** Scanners that others wrote, which judge what is rendered, and the workflows. Where one cannot be had, its tests are skipped. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { once, program, virtualEnvironment } from "./python.ts";

/** Paths of the programs. What is missing is missing here. */
export interface Checkers {
  checkov?: string;
  parliament?: string;
  cloudsplaining?: string;
  kubeScore?: string;
  zizmor?: string;
}

const kubeScoreVersion = "v1.20.0";

/** Installs what is not there yet, all at once, and says on stderr what cannot be had. Later calls find it. */
export async function checkers(): Promise<Checkers> {
  const [checkov, iam, kubeScore, zizmor] = await Promise.all([
    orMissing("checkov", () => pythonPrograms("checkovRequirements.txt")),
    orMissing("parliament and cloudsplaining", () => pythonPrograms("iamCheckerRequirements.txt")),
    orMissing("kube-score", kubeScoreProgram),
    orMissing("zizmor", () => pythonPrograms("zizmorRequirements.txt")),
  ]);
  return {
    ...(checkov && { checkov: program(checkov, "checkov") }),
    ...(iam && { parliament: program(iam, "parliament"), cloudsplaining: program(iam, "cloudsplaining") }),
    ...(kubeScore && { kubeScore }),
    ...(zizmor && { zizmor: program(zizmor, "zizmor") }),
  };
}

async function orMissing<Found>(what: string, find: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await find();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`Tests that need ${what} are skipped:\n${reason.trimEnd()}\n`);
    return undefined;
  }
}

async function pythonPrograms(requirements: string): Promise<string> {
  if (spawnSync("python3", ["-c", "import venv, ensurepip"], { stdio: "ignore" }).status !== 0) {
    throw new Error("no python3 with venv (apt-get install python3-venv)");
  }
  return virtualEnvironment(requirements);
}

/** The one in PATH, or one that is built once and kept. */
async function kubeScoreProgram(): Promise<string> {
  const given = inPath("kube-score");
  if (given !== undefined) {
    return given;
  }
  const folder = join(tmpdir(), `mlops-platform-e2e-kube-score-${kubeScoreVersion}`);
  const built = join(folder, "kube-score");
  if (!existsSync(built)) {
    const go = inPath("go");
    if (go === undefined) {
      throw new Error("no kube-score in PATH, and no go to build it");
    }
    // Not optimised, which would take longer than all of its runs.
    await once(folder, `[ -e "$GOBIN/kube-score" ] || "$GO" install '-gcflags=all=-N -l' "$MODULE"`, {
      GO: go,
      GOBIN: folder,
      MODULE: `github.com/zegl/kube-score/cmd/kube-score@${kubeScoreVersion}`,
    });
  }
  return built;
}

function inPath(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/local/go/bin"];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

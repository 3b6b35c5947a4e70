/** Finds the programs, charts and CRDs that tests with a real engine and a real API server need. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { root } from "../../support/cli.ts";
import { succeed } from "./process.ts";

export interface Toolchain {
  /** Folders with the programs, as in PATH. */
  path: string;

  /** Starts and stops the cluster; `kwok-stages.yaml`, which it needs beside it, is what its fake nodes do. */
  clusterScript: string;
  stages: string;

  /** Starts and stops Envoy Gateway's controller beside the cluster. */
  gatewayScript: string;

  /** Folders with the charts' .tgz files, and with a folder of CRDs for each project. */
  charts: string;
  crds: string;
}

const programs = [
  "envoy-gateway",
  "etcd",
  "helm",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kubectl",
  "kwok",
  "cnpg-validate",
  "pulumi",
  "pulumi-language-nodejs",
  "pulumi-resource-kubernetes",
];
const systemPrograms = ["bash", "curl", "openssl", "tar", "timeout", "xz"];

/** Beside the project's folder: the toolchain as archives, charts and CRDs. */
const shared = join(root, "../shared");
const archives = join(shared, "toolchain");
const manifest = join(archives, "manifest.json");

/** Whether this machine is one that has to run the tests. */
export const hasShared = existsSync(shared);

/** What is not there, each with where it was looked for. */
export function missing(): string[] {
  const systemPath = pathFolders();
  const wanted = existsSync(manifest) ? systemPrograms : [...systemPrograms, ...programs];
  const folders = existsSync(manifest) ? systemPath : searched();
  const files = [...scripts(), join(shared, "charts"), join(shared, "crds")];
  return [
    ...wanted
      .filter((name) => !folders.some((folder) => existsSync(join(folder, name))))
      .map((name) => `${name} (no ${manifest}, and not in KUBEBUILDER_ASSETS or PATH)`),
    ...files.filter((file) => !existsSync(file)),
  ];
}

/** Whether suites have to be skipped; says on stderr what is missing. */
export function cannotRun(): boolean {
  const found = missing();
  if (found.length > 0) {
    process.stderr.write(`End-to-end tests are skipped. Missing:\n${found.map((each) => `  ${each}\n`).join("")}`);
  }
  return found.length > 0;
}

/** The toolchain, unpacked where it comes as archives. */
export async function toolchain(): Promise<Toolchain> {
  const [clusterScript, stages, gatewayScript] = scripts();
  const folders = existsSync(manifest) ? [await unpacked()] : searched();
  return {
    path: folders.join(delimiter),
    clusterScript,
    stages,
    gatewayScript,
    charts: join(shared, "charts"),
    crds: join(shared, "crds"),
  };
}

/** A folder of the toolchain's own layout: `bin`, and beside it the scripts. */
function scripts(): [clusterScript: string, stages: string, gatewayScript: string] {
  const assets = process.env.KUBEBUILDER_ASSETS;
  const folder = existsSync(manifest) || assets === undefined ? archives : dirname(assets);
  return [join(folder, "cluster.sh"), join(folder, "kwok-stages.yaml"), join(folder, "eg-server.sh")];
}

function searched(): string[] {
  const assets = process.env.KUBEBUILDER_ASSETS;
  return [...(assets ? [assets] : []), ...pathFolders()];
}

function pathFolders(): string[] {
  return (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
}

/** Unpacks once for each manifest; later runs, and runs at the same time, use the same folder. */
async function unpacked(): Promise<string> {
  const hash = createHash("sha256").update(readFileSync(manifest)).digest("hex").slice(0, 12);
  const cache = join(tmpdir(), `mlops-platform-toolchain-${hash}`);
  if (!existsSync(cache)) {
    const draft = `${cache}.${process.pid}`;
    try {
      mkdirSync(draft, { recursive: true });
      for (const archive of readdirSync(archives).filter((name) => name.endsWith(".tar.xz"))) {
        await succeed({ argv: ["tar", "-xJf", join(archives, archive), "-C", draft] });
      }
      renameSync(draft, cache);
    } catch (error) {
      if (!existsSync(cache)) {
        throw error;
      }
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return cache;
}

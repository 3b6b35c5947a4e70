import type { helm } from "@pulumi/kubernetes/types/input.js";
import { type Input, secret } from "@pulumi/pulumi";

/** The vendor's chart is private: it comes from a repository or registry of the user's, or from a local copy. */
export type MlopsChart =
  | {
      kind: "repository";

      /** `https://…`, or `oci://…` with the path of the chart's folder. */
      repository: string;
      name: string;
      version: string;
      username?: string | undefined;
      password?: Input<string> | undefined;
    }
  | { kind: "local"; path: string };

interface ChartSource {
  chart: string;
  version?: string;
  repositoryOpts?: helm.v3.RepositoryOpts;
}

/** As Helm takes it: a registry is part of the chart's name, a repository is not. */
export function chartSource(chart: MlopsChart): ChartSource {
  if (chart.kind === "local") {
    return { chart: chart.path };
  }
  const { repository, name, version, username, password } = chart;
  const isRegistry = repository.startsWith("oci://");
  const credentials = { ...(username && { username }), ...(password && { password: secret(password) }) };
  return {
    chart: isRegistry ? `${repository.replace(/\/+$/, "")}/${name}` : name,
    version,
    repositoryOpts: { ...(!isRegistry && { repo: repository }), ...credentials },
  };
}

import { Release } from "@pulumi/kubernetes/helm/v3/release.js";
import { Chart } from "@pulumi/kubernetes/helm/v4/chart.js";
import { ComponentResource, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import type { KubernetesPlatform } from "../podSecurity.ts";

/** A chart of a repository, or a local one. */
interface PinnedChart {
  chart: string;
  version: string;
  repository: string;
}

interface OperatorArgs {
  /** Install it; otherwise it is expected to be there. */
  install: boolean;

  /** Folder or .tgz file to install instead of the pinned chart. */
  chart?: string | undefined;

  /** Values for the chart, over those made here. */
  values: Record<string, unknown>;
}

export interface PostgresOperatorsArgs {
  /** The plugin has to be in the operator's namespace. */
  namespace: string;
  platform: KubernetesPlatform;

  /** A provider that renders cannot hold a Helm release: it renders the chart's objects instead. */
  rendering: boolean;
  cloudnativePg: OperatorArgs;
  barmanCloud: OperatorArgs;
  charts: { cloudnativePg: PinnedChart; barmanCloud: PinnedChart };
}

/** The CloudNativePG operator and its Barman Cloud plugin, where they are to be installed. */
export class PostgresOperators extends ComponentResource {
  constructor(name: string, args: PostgresOperatorsArgs, opts?: ComponentResourceOptions) {
    super("mlops-platform:cluster:PostgresOperators", name, {}, opts);
    const operator = this.#install(`${name}-cloudnative-pg`, args, "cloudnativePg", []);
    this.#install(`${name}-barman-cloud`, args, "barmanCloud", operator);
    this.registerOutputs({});
  }

  #install(
    name: string,
    args: PostgresOperatorsArgs,
    operator: "cloudnativePg" | "barmanCloud",
    after: Resource[],
  ): Resource[] {
    const { install, chart, values } = args[operator];
    if (!install) {
      return [];
    }
    const pinned = args.charts[operator];
    const source = chart
      ? { chart }
      : { chart: pinned.chart, version: pinned.version, repositoryOpts: { repo: pinned.repository } };
    const common = { ...source, namespace: args.namespace, values: { ...platformValues[args.platform], ...values } };
    const opts = { parent: this, dependsOn: after };
    return args.rendering
      ? [new Chart(name, { ...common, name: pinned.chart }, opts)]
      : [new Release(name, { ...common, name: pinned.chart, createNamespace: true }, opts)];
  }
}

/** OpenShift assigns user ids; a fixed one is refused (cloudnative-pg/charts #673). */
const platformValues: Record<KubernetesPlatform, Record<string, unknown>> = {
  kubernetes: {},
  openshift: { containerSecurityContext: { runAsUser: null, runAsGroup: null } },
};

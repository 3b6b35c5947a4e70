import { ComponentResource, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import { type ChartChoice, installChart, type PinnedChart } from "../kubernetes/helmChart.ts";
import type { KubernetesPlatform } from "../kubernetes/podSecurity.ts";

export interface PostgresOperatorsArgs {
  /** The plugin has to be in the operator's namespace. */
  namespace: string;
  platform: KubernetesPlatform;

  /** A provider that renders cannot hold a Helm release: it renders the chart's objects instead. */
  rendering: boolean;
  cloudnativePg: ChartChoice;
  barmanCloud: ChartChoice;
  charts: { cloudnativePg: PinnedChart; barmanCloud: PinnedChart };
}

/** The CloudNativePG operator and its Barman Cloud plugin, each if its `install` is set. */
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
    const { values, ...choice } = args[operator];
    return installChart(
      name,
      {
        ...choice,
        values: { ...platformValues[args.platform], ...values },
        pinned: args.charts[operator],
        namespace: args.namespace,
        rendering: args.rendering,
      },
      { parent: this, dependsOn: after },
    );
  }
}

/** OpenShift assigns user ids; a fixed one is refused (cloudnative-pg/charts #673). */
const platformValues: Record<KubernetesPlatform, Record<string, unknown>> = {
  kubernetes: {},
  openshift: { containerSecurityContext: { runAsUser: null, runAsGroup: null } },
};

import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import { type ChartChoice, installChart, mergedValues, type PinnedChart } from "../kubernetes/helmChart.ts";

export interface CertManagerArgs extends ChartChoice {
  pinned: PinnedChart;

  /** A provider that renders cannot hold a Helm release: it renders the chart's objects instead. */
  rendering: boolean;
}

/** The namespace that cert-manager's documentation and other charts expect. */
const namespace = "cert-manager";

/**
 * cert-manager with its CRDs, if `install` is set. The chart's last step checks the webhook, so dependents of this
 * component can make Certificates.
 */
export class CertManager extends ComponentResource {
  constructor(name: string, { values, ...args }: CertManagerArgs, opts?: ComponentResourceOptions) {
    super("mlops-platform:cluster:CertManager", name, {}, opts);
    const withCrds = mergedValues({ crds: { enabled: true } }, values);
    installChart(name, { ...args, values: withCrds, namespace }, { parent: this });
    this.registerOutputs({});
  }
}

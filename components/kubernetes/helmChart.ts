import { Release } from "@pulumi/kubernetes/helm/v3/release.js";
import { Chart } from "@pulumi/kubernetes/helm/v4/chart.js";
import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi";
import { sealedObjectsOf } from "./chartSecrets.ts";

/** A chart that is pinned. One from an OCI registry has its address for a name, and no repository. */
export interface PinnedChart {
  chart: string;
  version: string;
  repository?: string;
}

/** What becomes of a pinned chart. */
export interface ChartChoice {
  /** Install it; otherwise what it installs is expected to be there. */
  install: boolean;

  /** Folder or .tgz file to install instead of the pinned chart. */
  chart?: string | undefined;

  /** Values for the chart, over those made here. */
  values: Record<string, unknown>;
}

interface Installation extends ChartChoice {
  pinned: PinnedChart;
  namespace: string;

  /** A provider that renders cannot hold a Helm release: it renders the chart's objects instead. */
  rendering: boolean;
}

/** Installs a chart where it is to be installed. The answer is what was made. */
export function installChart(name: string, args: Installation, opts: ComponentResourceOptions): Resource[] {
  const { install, chart, pinned, namespace, values, rendering } = args;
  if (!install) {
    return [];
  }
  const { repository, version } = pinned;
  const source = chart
    ? { chart }
    : { chart: pinned.chart, version, ...(repository && { repositoryOpts: { repo: repository } }) };
  const release = { ...source, name: pinned.chart.split("/").at(-1), namespace, values };
  return rendering
    ? [new Chart(name, release, { ...opts, ...sealedObjectsOf(values) })]
    : [new Release(name, { ...release, createNamespace: true }, opts)];
}

/** Values of a chart with others over them, at every depth, as Helm merges them. */
export function mergedValues(values: Values, over: Values): Values {
  const entries = Object.entries(over).map(([key, value]) => {
    const under = values[key];
    return [key, isValues(under) && isValues(value) ? mergedValues(under, value) : value] as const;
  });
  return { ...values, ...Object.fromEntries(entries) };
}

type Values = Record<string, unknown>;

function isValues(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

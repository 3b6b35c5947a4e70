import { Release } from "@pulumi/kubernetes/helm/v3/release.js";
import { Chart } from "@pulumi/kubernetes/helm/v4/chart.js";
import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi";
import { isMap } from "../../lib/json.ts";
import { sealedObjectsOf } from "./chartSecrets.ts";

/** A pinned chart. One from an OCI registry has its address as its name, and no repository. */
export interface PinnedChart {
  chart: string;
  version: string;
  repository?: string;
}

/** Whether and how a pinned chart is installed. */
export interface ChartChoice {
  /** Install it; otherwise its objects are expected to exist. */
  install: boolean;

  /** Folder or .tgz file to install instead of the pinned chart. */
  chart?: string | undefined;

  /** Values for the chart. They take precedence over the component's. */
  values: Record<string, unknown>;
}

interface Installation extends ChartChoice {
  pinned: PinnedChart;
  namespace: string;

  /** A provider that renders cannot hold a Helm release: it renders the chart's objects instead. */
  rendering: boolean;
}

/** Installs the chart if `install` is set; returns its resources. */
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

/** Values of a chart, overridden at every depth as Helm merges values. */
export function mergedValues(values: Values, over: Values): Values {
  const entries = Object.entries(over).map(([key, value]) => {
    const under = values[key];
    return [key, isMap(under) && isMap(value) ? mergedValues(under, value) : value] as const;
  });
  return { ...values, ...Object.fromEntries(entries) };
}

type Values = Record<string, unknown>;

/** Charts, and the values they are given. */

import type { helm } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import { UNKNOWN } from "../../../graph/inputs.ts";
import { showsCredential } from "../../../lib/secrets/texts.ts";
import { ofType, type Rule, resourceRule } from "../../engine/rule.ts";
import { isSet } from "../../engine/unknown.ts";
import { isPlainCredential } from "./plainSecrets.ts";

/** What releases and charts of all kinds have in common. */
interface Chart {
  chart: string;
  version?: string;
  repositoryOpts?: Unwrap<helm.v3.RepositoryOpts>;
  values?: Values;
  /** Of a registry. */
  plainHttp?: boolean;
}

interface Release extends Chart {
  skipAwait?: boolean;
  forceUpdate?: boolean;
}

type Values = { [key: string]: unknown };

const releaseType = "kubernetes:helm.sh/v3:Release";
const isChart = ofType(releaseType, "kubernetes:helm.sh/v4:Chart", "kubernetes:helm.sh/v3:Chart");
const isRelease = ofType(releaseType);

export const helmCharts: Rule[] = [
  resourceRule<Chart>({
    name: "helm-chart-pinned",
    severity: "high",
    what: "A chart from a repository or registry has an exact version.",
    why: "What a range or no version means changes by itself, and a preview of yesterday says nothing of today.",
    fix: "Set `version`, such as `1.2.3`.",
    references: [],
    on: isChart,
    check: ({ inputs: { chart, version, repositoryOpts } }) => {
      const isRemote = isSet(repositoryOpts?.repo) || /^(oci|https?):\/\//.test(chart) || isSet(version);
      const isArchive = /\.tgz$/.test(chart);
      const isExact = version === UNKNOWN || /^v?\d+\.\d+\.\d+([-+][\w.+-]+)?$/.test(version ?? "");
      return isRemote && !isArchive && !isExact ? [`The version of the chart is ${version ?? "not given"}.`] : [];
    },
  }),

  resourceRule<Chart>({
    name: "helm-repository-over-tls",
    severity: "high",
    what: "Charts come over TLS.",
    why: "Whoever is on the way could otherwise put in a chart of their own, and it is run with the rights of the installer.",
    fix: "Give the repository as `https://…` or the chart as `oci://…`.",
    references: [],
    on: isChart,
    check: ({ inputs: { chart, repositoryOpts, plainHttp } }) =>
      plainHttp === true || [chart, repositoryOpts?.repo].some((address) => /^http:/i.test(address ?? ""))
        ? ["The chart comes over plain HTTP."]
        : [],
  }),

  resourceRule<Chart>({
    name: "helm-values-without-secrets",
    severity: "critical",
    what: "No value of a chart, and no password of its repository, is a secret as plain text.",
    why: "Plain text is readable in the state, in previews and in the release's own record in the cluster.",
    fix: "Name an existing Secret where the chart takes one; otherwise set the value with `pulumi config set --secret`.",
    references: [],
    on: isChart,
    check: ({ inputs: { values, repositoryOpts } }) => {
      const given = { ...values, ...(repositoryOpts && { repositoryOpts }) };
      return plainCredentials(given).map((path) => `${path} is a secret as plain text.`);
    },
  }),

  resourceRule<Release>({
    name: "helm-release-awaited",
    severity: "low",
    what: "A Helm release is waited for.",
    why: "What depends on it would be made before it is there, and a release that fails would pass for one that works.",
    fix: "Remove `skipAwait: true`.",
    references: [],
    on: isRelease,
    check: ({ inputs }) => (inputs.skipAwait === true ? ["Nothing waits for the release."] : []),
  }),

  resourceRule<Release>({
    name: "helm-release-not-forced",
    severity: "high",
    what: "A Helm release is never updated by force.",
    why: "Force deletes objects and makes them again where they cannot be changed, volumes included.",
    fix: "Remove `forceUpdate: true`.",
    references: [],
    on: isRelease,
    check: ({ inputs }) => (inputs.forceUpdate === true ? ["The release is updated by force."] : []),
  }),
];

/** Paths of values that hold a credential as plain text, by their name or by what the text looks like. */
function plainCredentials(value: unknown, path: string[] = []): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => plainCredentials(item, [...path, String(index)]));
  }
  if (typeof value === "object" && value !== null) {
    const variable = isPlainVariable(value as Values) ? [[...path, "value"].join(".")] : [];
    return [...variable, ...Object.entries(value).flatMap(([key, each]) => plainCredentials(each, [...path, key]))];
  }
  const name = path.findLast((key) => !/^\d+$/.test(key));
  const isShown = typeof value === "string" && showsCredential(value);
  return isPlainCredential(name, value) || isShown ? [path.join(".")] : [];
}

/** An item of a list of environment variables. */
function isPlainVariable({ name, value }: Values): boolean {
  return typeof name === "string" && isPlainCredential(name, value);
}

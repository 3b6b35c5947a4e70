/** Helm charts, their values, and releases. */

import type { helm } from "@pulumi/kubernetes/types/input.js";
import type { Unwrap } from "@pulumi/pulumi";
import { UNKNOWN } from "../../../graph/inputs.ts";
import { showsCredential } from "../../../lib/secrets/texts.ts";
import { ofType, type Rule, resourceRule } from "../../engine/rule.ts";
import { isSet } from "../../engine/unknown.ts";
import { isPlainCredential } from "./plainSecrets.ts";

/** Inputs that releases and charts have in common. */
interface Chart {
  chart: string;
  version?: string;
  repositoryOpts?: Unwrap<helm.v3.RepositoryOpts>;
  values?: Values;
  /** Whether an OCI registry is reached by plain HTTP. */
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
    what: "Every chart from a repository or registry has an exact version.",
    why: "The version that a range selects changes without a change of the program, so that an update may differ from its preview.",
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
    what: "Charts are downloaded over TLS.",
    why: "Otherwise an attacker on the network can replace the chart, which is installed with the permissions of the deployer.",
    fix: "Write the repository as `https://…`, or the chart as `oci://…`.",
    references: [],
    on: isChart,
    check: ({ inputs: { chart, repositoryOpts, plainHttp } }) =>
      plainHttp === true || [chart, repositoryOpts?.repo].some((address) => /^http:/i.test(address ?? ""))
        ? ["The chart is downloaded over plain HTTP."]
        : [],
  }),

  resourceRule<Chart>({
    name: "helm-values-without-secrets",
    severity: "critical",
    what: "Values of a chart, and the password of its repository, contain no secret as plain text.",
    why: "Plain text can be read in the state, in previews and in the release's record in the cluster.",
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
    what: "Pulumi waits for Helm releases.",
    why: "Otherwise dependent resources are created too early, and a failed release counts as deployed.",
    fix: "Remove `skipAwait: true`.",
    references: [],
    on: isRelease,
    check: ({ inputs }) =>
      inputs.skipAwait === true ? ["Pulumi does not wait for the release: skipAwait is true."] : [],
  }),

  resourceRule<Release>({
    name: "helm-release-not-forced",
    severity: "high",
    what: "No Helm release is updated by force.",
    why: "A forced update deletes and recreates objects that cannot be changed in place, including volumes.",
    fix: "Remove `forceUpdate: true`.",
    references: [],
    on: isRelease,
    check: ({ inputs }) =>
      inputs.forceUpdate === true ? ["The release is updated by force: forceUpdate is true."] : [],
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

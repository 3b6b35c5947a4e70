/** Releases of the products that are deployed, as their resources carry them. */

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { UNKNOWN } from "../../../graph/inputs.ts";
import { compareVersions, requestedVersion } from "../../../releases/engine/versions.ts";
import { ofType, type Resource, type Rule, resourceRule, stackRule } from "../../engine/rule.ts";
import { itemsOf, within } from "../../engine/unknown.ts";
import { type KubernetesObject, labelsOf } from "../kubernetes/objects.ts";

const releaseType = "kubernetes:helm.sh/v3:Release";
const deploymentType = "kubernetes:apps/v1:Deployment";
const mlopsType = "mlops-platform:mlops:MlopsRelease";

/** What an update of it is judged by, for each component that guards updates. */
const guarded: Readonly<Record<string, string>> = {
  [mlopsType]: releaseType,
  "mlops-platform:mlflow:Mlflow": deploymentType,
};

interface HelmRelease {
  /** `h2o-mlops 0.69.1` */
  description?: string;
}

interface MlopsRelease {
  /** Gates on the way from the release that the values were written for, which nobody has confirmed. */
  unconfirmedGates?: { release: string; id: string }[];
}

export const deployedReleases: Rule[] = [
  resourceRule<HelmRelease | KubernetesObject>({
    name: "release-known",
    severity: "high",
    what: "A product that is deployed is of a release that is known here.",
    why: "Nothing is known of the way to or from another one: its values are not checked, and its updates not guarded.",
    fix: "Deploy one of the releases in docs/releases.",
    references: [],
    on: (resource) => knownReleases(markOf(resource)?.product) !== undefined,
    check: (resource) => {
      const { product = "", release = "" } = markOf(resource) ?? {};
      const releases = knownReleases(product) ?? [];
      const oldest = releases.at(0) ?? "";
      if (release === UNKNOWN || requestedVersion("release", release, releases).data !== undefined) {
        return [];
      }
      const isOlder = compareVersions(release.replace(/^v/, ""), oldest) < 0;
      return [
        isOlder
          ? `${product} ${release} is before ${oldest}, the oldest that is supported.`
          : `Nothing is known of ${product} ${release}: the releases are ${releases.join(", ")}.`,
      ];
    },
  }),

  stackRule({
    name: "release-carried",
    severity: "medium",
    what: "What runs H2O MLOps or MLflow says which release it is of.",
    why: "An update is judged by what is deployed: without it, an upgrade may skip a stop, and a downgrade ruin a database.",
    fix: "Give the image a tag with the version, such as `v3.17.2-full`.",
    references: [],
    on: ofType(releaseType, deploymentType),
    checkIn: (resource, stack) => {
      const isGuarded = stack.ancestors(resource).some(({ type }) => guarded[type] === resource.type);
      return isGuarded && markOf(resource) === undefined ? ["Its release is not told: updates are not guarded."] : [];
    },
  }),

  resourceRule<MlopsRelease>({
    name: "release-gates-confirmed",
    severity: "high",
    what: "Whatever had to be true on the way to a release is confirmed.",
    why: "A backup that was not taken or data that were not migrated are noticed when there is no way back.",
    fix: "Check what docs/releases says of the gate, then: pulumi config set --path 'mlops-platform:mlops.answers.acknowledge[0]' <gate>.",
    references: [],
    on: ofType(mlopsType),
    check: ({ inputs: { unconfirmedGates = [] } }) =>
      itemsOf(unconfirmedGates).map(({ release, id }) => `The gate ${id} of ${release} is not confirmed.`),
  }),
];

/** Product and release that a resource carries: in a Helm release's description, or in labels of an object. */
function markOf({ type, inputs }: Resource): { product: string; release: string } | undefined {
  if (type === releaseType) {
    const [, product, release] = /^([a-z\d-]+) (v?\d\S*)$/.exec((inputs as HelmRelease).description ?? "") ?? [];
    return product === undefined || release === undefined ? undefined : { product, release };
  }
  const labels = labelsOf({ inputs });
  const [product, release] = ["name", "version"].map((label) =>
    within(labels, (own) => own[`app.kubernetes.io/${label}`]),
  );
  return product === undefined || release === undefined ? undefined : { product, release };
}

const folder = join(import.meta.dirname, "../../../releases");
const found = new Map<string, string[] | undefined>();

/** A product is a folder of `releases/`, a release a file of it: their names say all that is asked here. */
function knownReleases(product: string | undefined): string[] | undefined {
  if (product === undefined || !/^[a-z][a-z\d-]*$/.test(product)) {
    return undefined;
  }
  if (!found.has(product)) {
    const files = readdirSync(folder).includes(product) ? readdirSync(join(folder, product)) : [];
    const releases = files.filter((file) => /^\d+\.\d+\.\d+\.ts$/.test(file)).map((file) => file.replace(/\.ts$/, ""));
    found.set(product, releases.length === 0 ? undefined : releases.sort(compareVersions));
  }
  return found.get(product);
}

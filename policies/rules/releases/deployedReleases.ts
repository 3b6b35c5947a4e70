/** Releases of the deployed products, as their resources carry them. */

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { UNKNOWN } from "../../../graph/inputs.ts";
import type { Resource } from "../../../graph/resource.ts";
import { compareVersions, requestedVersion } from "../../../releases/engine/versions.ts";
import { ofType, type Rule, resourceRule, stackRule } from "../../engine/rule.ts";
import { itemsOf, within } from "../../engine/unknown.ts";
import { type KubernetesObject, labelsOf } from "../kubernetes/objects.ts";

const releaseType = "kubernetes:helm.sh/v3:Release";
const deploymentType = "kubernetes:apps/v1:Deployment";
const mlopsType = "mlops-platform:mlops:MlopsRelease";

/** For each component that guards updates, the type of its resource that carries the release. */
const guarded: Readonly<Record<string, string>> = {
  [mlopsType]: releaseType,
  "mlops-platform:mlflow:Mlflow": deploymentType,
};

interface HelmRelease {
  /** `h2o-mlops 0.69.1` */
  description?: string;
}

interface MlopsRelease {
  /** Unconfirmed gates between the release that the values were written for and the deployed one. */
  unconfirmedGates?: { release: string; id: string }[];
}

export const deployedReleases: Rule[] = [
  resourceRule<HelmRelease | KubernetesObject>({
    name: "release-known",
    severity: "high",
    what: "Every deployed product has a release that this project knows.",
    why: "For any other release, values are not checked and updates are not guarded.",
    fix: "Deploy one of the releases in docs/releases.",
    references: [],
    on: (resource) => knownReleases(carriedRelease(resource)?.product) !== undefined,
    check: (resource) => {
      const { product = "", release = "" } = carriedRelease(resource) ?? {};
      const releases = knownReleases(product) ?? [];
      const oldest = releases.at(0) ?? "";
      if (release === UNKNOWN || requestedVersion("release", release, releases).data !== undefined) {
        return [];
      }
      const isOlder = compareVersions(release.replace(/^v/, ""), oldest) < 0;
      return [
        isOlder
          ? `${product} ${release} is older than ${oldest}, the oldest supported release.`
          : `${product} ${release} is not a known release: those are ${releases.join(", ")}.`,
      ];
    },
  }),

  stackRule({
    name: "release-carried",
    severity: "medium",
    what: "Whatever runs H2O MLOps or MLflow carries its release.",
    why: "Updates are checked against the deployed release. Without it, an upgrade may skip a required stop, and a downgrade may corrupt a database.",
    fix: "Give the image a tag with the version, such as `v3.17.2-full`.",
    references: [],
    on: ofType(releaseType, deploymentType),
    checkIn: (resource, stack) => {
      const isGuarded = stack.ancestors(resource).some(({ type }) => guarded[type] === resource.type);
      return isGuarded && carriedRelease(resource) === undefined
        ? ["It carries no release: updates are not guarded."]
        : [];
    },
  }),

  resourceRule<MlopsRelease>({
    name: "release-gates-confirmed",
    severity: "high",
    what: "Every gate on the way to a release is confirmed.",
    why: "Otherwise a missing backup or unmigrated data are noticed only when there is no way back.",
    fix: "Check the gate as docs/releases describes, then run: pulumi config set --path 'mlops-platform:mlops.answers.acknowledge[0]' <gate>.",
    references: [],
    on: ofType(mlopsType),
    check: ({ inputs: { unconfirmedGates = [] } }) =>
      itemsOf(unconfirmedGates).map(({ release, id }) => `The gate ${id} of ${release} is not confirmed.`),
  }),
];

/** Product and release that a resource carries: in a Helm release's description, or in labels of an object. */
function carriedRelease({ type, inputs }: Resource): { product: string; release: string } | undefined {
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

/** The releases of a product, oldest first: the names of the files in its folder in `releases/`. */
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

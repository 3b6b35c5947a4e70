/** Helm's own records of releases. A record that a killed update left behind would fail the next install. */
import { gunzipSync } from "node:zlib";
import { log, runtime } from "@pulumi/pulumi";
import type { LiveCluster, LiveObject } from "../../lib/liveCluster.ts";
import { UserError } from "../../lib/userError.ts";

interface HelmRelease {
  name: string;
  namespace: string;
  /** Owner, as in the annotation `mlops-platform/owner` of its objects. */
  owner: string;

  /** Description for its record: the release of a guarded product that it deploys. */
  description?: string | undefined;
}

/**
 * Makes sure that Helm can install a release that Pulumi's state does not know. Helm refuses a name of which it has a
 * record, even with the status `pending-install` of a killed update. A release that this stack has begun may begin
 * anew: the record is deleted, the objects stay, and Helm adopts those that carry the release's name.
 *
 * Helm's record does not name its owner, so an annotation of the namespace does, written before Helm begins.
 *
 * @throws UserError where another owner has begun the release, or where it runs as another release than the wanted one: the
 * guard of an update reads Pulumi's state, which does not know this release.
 */
export async function freeHelmName(live: LiveCluster, release: HelmRelease): Promise<void> {
  const { name, namespace, owner } = release;
  const claim = `mlops-platform/helm-${name}`;
  const space = { apiVersion: "v1", kind: "Namespace", name: namespace };
  const [found, records] = await Promise.all([live.read(space), recordsOf(live, release)]);
  const claimant = found?.metadata?.annotations?.[claim];
  if (records.length > 0 && claimant !== owner) {
    throw new UserError(
      `Helm release ${namespace}/${name} exists already and was not made by this stack${claimant === undefined ? "" : ` but by ${claimant}`}. It was left unchanged.\nUse it as it is (for an operator: cluster.operators.<name>.install: false), or let this stack take it over:\n  kubectl annotate namespace ${namespace} '${claim}=${owner}' --overwrite`,
    );
  }
  // The provider makes an absent description an empty one, and Helm then writes one of its own.
  if (release.description) {
    refuseUnguarded(release, release.description, descriptionOfRunning(records));
  }
  if (runtime.isDryRun()) {
    return;
  }
  if (records.length > 0) {
    log.info(
      `Helm release ${namespace}/${name} was begun by an earlier update of this stack: it is installed again over the existing objects.`,
    );
    await Promise.all(records.map(({ metadata }) => live.delete({ ...secret, name: metadata?.name ?? "", namespace })));
  } else if (found === undefined) {
    await live.create({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: namespace, annotations: { [claim]: owner } },
    });
  } else if (claimant !== owner) {
    await live.annotate(space, { [claim]: owner });
  }
}

/** @param wanted product and release, such as `h2o-mlops 1.1.0` */
function refuseUnguarded({ name, namespace }: HelmRelease, wanted: string, running: string | undefined): void {
  if (running === undefined || running === wanted) {
    return;
  }
  const product = wanted.split(" ", 1)[0] ?? "";
  const [state, fix] = running.startsWith(`${product} `)
    ? [
        `runs as ${running}`,
        `Configure ${running} first and run pulumi up, which takes it over as it runs. Then update to ${wanted}.`,
      ]
    : [
        `runs, and its record does not name its release of ${product}`,
        `Record the release that runs, with the chart that it was installed from:\n  helm upgrade ${name} <chart> --namespace ${namespace} --reuse-values --description '${product} <release>'`,
      ];
  throw new UserError(
    `Helm release ${namespace}/${name} ${state}, and Pulumi's state does not know it, so the update to ${wanted} would not be guarded. It was left unchanged.\n${fix}`,
  );
}

const secret = { apiVersion: "v1", kind: "Secret" };

/** Source: Helm 3, pkg/storage/driver/secrets.go. */
function recordsOf(live: LiveCluster, { name, namespace }: HelmRelease): Promise<LiveObject[]> {
  return live.list({ ...secret, namespace }, `owner=helm,name=${name}`);
}

/**
 * Description of the deployed revision, from its record; undefined where none is deployed. Source: Helm 3,
 * pkg/storage/driver/util.go (JSON, gzipped, in base64), pkg/release/info.go.
 */
function descriptionOfRunning(records: LiveObject[]): string | undefined {
  const deployed = records.find(({ metadata }) => metadata?.labels?.status === "deployed");
  const encoded = Buffer.from(deployed?.data?.release ?? "", "base64").toString();
  if (encoded === "") {
    return undefined;
  }
  const record: { info?: { description?: string } } = JSON.parse(gunzipSync(Buffer.from(encoded, "base64")).toString());
  return record.info?.description;
}

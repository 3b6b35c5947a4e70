/** Helm's own records of releases, where a killed update has left one that Helm would stumble over. */
import { gunzipSync } from "node:zlib";
import { log, runtime } from "@pulumi/pulumi";
import type { LiveCluster, LiveObject } from "../../lib/liveCluster.ts";
import { UserError } from "../../lib/userError.ts";

interface HelmRelease {
  name: string;
  namespace: string;
  /** Whom it belongs to, as the annotation `mlops-platform/owner` of its objects says it. */
  owner: string;

  /** What its record is to say of it: which release of a guarded product it deploys. */
  description?: string | undefined;
}

/**
 * Sees to it that Helm can install a release that Pulumi's state does not know. Helm refuses a name of which it has a
 * record, also one that says `pending-install` because the update was killed. What this stack has begun, it may begin
 * anew: the record goes, the objects stay, and Helm takes over those that carry the release's name.
 *
 * Who has begun it cannot be told from Helm's record, so the namespace says it, before Helm begins.
 *
 * @throws UserError where the release was not begun by this stack, or runs as another release than the one that is wanted:
 * the guard of an update goes by Pulumi's state, which does not know it.
 */
export async function freeHelmName(live: LiveCluster, release: HelmRelease): Promise<void> {
  const { name, namespace, owner } = release;
  const claim = `mlops-platform/helm-${name}`;
  const space = { apiVersion: "v1", kind: "Namespace", name: namespace };
  const [found, records] = await Promise.all([live.read(space), recordsOf(live, release)]);
  const claimant = found?.metadata?.annotations?.[claim];
  if (records.length > 0 && claimant !== owner) {
    throw new UserError(
      `Helm release ${namespace}/${name} is there already and was not made by this stack${claimant === undefined ? "" : ` but by ${claimant}`}. It was left as it is.\nUse it as it is (for an operator: cluster.operators.<name>.install: false), or let this stack take it over:\n  kubectl annotate namespace ${namespace} '${claim}=${owner}' --overwrite`,
    );
  }
  const running = descriptionOfRunning(records);
  // The provider makes an absent description an empty one, and Helm then writes one of its own.
  if (running !== undefined && release.description && running !== release.description) {
    throw new UserError(
      `Helm release ${namespace}/${name} runs as ${running}, and Pulumi's state does not know it, so nothing would guard the step to ${release.description}. It was left as it is.\nConfigure ${running} first and update, which takes it over as it runs; then go on.`,
    );
  }
  if (runtime.isDryRun()) {
    return;
  }
  if (records.length > 0) {
    log.info(
      `Helm release ${namespace}/${name} was begun by an earlier update of this stack: it is installed anew over what is there.`,
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

const secret = { apiVersion: "v1", kind: "Secret" };

/** Source: Helm 3, pkg/storage/driver/secrets.go. */
function recordsOf(live: LiveCluster, { name, namespace }: HelmRelease): Promise<LiveObject[]> {
  return live.list({ ...secret, namespace }, `owner=helm,name=${name}`);
}

/**
 * What the record of the revision that is deployed says of it; nothing where none is. Source: Helm 3,
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

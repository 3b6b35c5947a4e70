/** Helm's own records of releases, where a killed update has left one that Helm would stumble over. */
import { log, runtime } from "@pulumi/pulumi";
import type { LiveCluster, LiveObject } from "../lib/liveCluster.ts";
import { UserError } from "../userError.ts";

interface HelmRelease {
  name: string;
  namespace: string;
  /** Whom it belongs to, as the annotation `mlops-platform/owner` of its objects says it. */
  owner: string;
}

/**
 * Sees to it that Helm can install a release that Pulumi's state does not know. Helm refuses a name of which it has a
 * record, also one that says `pending-install` because the update was killed. What this stack has begun, it may begin
 * anew: the record goes, the objects stay, and Helm takes over those that carry the release's name.
 *
 * Who has begun it cannot be told from Helm's record, so the namespace says it, before Helm begins.
 *
 * @throws UserError where the release was not begun by this stack.
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

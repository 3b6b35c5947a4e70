import { Release } from "@pulumi/kubernetes/helm/v3/release.js";
import { Chart } from "@pulumi/kubernetes/helm/v4/chart.js";
import { ComponentResource, type ComponentResourceOptions, log, type Resource, runtime } from "@pulumi/pulumi";
import { formatPath } from "../../lib/path.ts";
import { h2oMlops } from "../../releases/h2o-mlops/product.ts";
import { checkedArgs } from "../checkedArgs.ts";
import { sealedObjectsOf } from "../kubernetes/chartSecrets.ts";
import { failPreview } from "../releaseGuard/failPreview.ts";
import { releaseDescription } from "../releaseGuard/releaseMark.ts";
import { type MlopsReleaseArgs, mlopsReleaseArgsSchema } from "./args.ts";
import { carriedValues, checkValues, namedRelease } from "./carriedValues.ts";
import { chartSource } from "./chart.ts";
import { databaseWiring } from "./databaseWiring.ts";
import { deploymentWiring, maximumSettings } from "./deploymentWiring.ts";
import { BlockedUpgrade, isBlocked, noticeLines, unconfirmedGates } from "./planText.ts";
import { splitSettings, type Tree, withPlaceholders, withSecrets, withSettings } from "./settings.ts";
import { migrationSettings, storageGrant, storageWiring } from "./storageWiring.ts";
import { telemetryWiring } from "./telemetryWiring.ts";
import { updateGuard } from "./updateGuard.ts";
import { mergedWirings } from "./wiring.ts";

/**
 * The Helm release of H2O MLOps: the user's values, upgraded to the release that is deployed and completed with values
 * of the platform. Names do not depend on the release, so an upgrade is an update.
 */
export class MlopsRelease extends ComponentResource {
  /** Product and release, such as `h2o-mlops 0.69.1`. */
  readonly description: string;

  constructor(name: string, given: MlopsReleaseArgs, opts?: ComponentResourceOptions) {
    const self = `MlopsRelease "${name}"`;
    const args = checkedArgs(self, mlopsReleaseArgsSchema(given), { ...given, name });
    const deployed = namedRelease(args.release);
    const written = namedRelease(args.valuesRelease ?? args.release);
    const { version } = deployed;

    const grant = storageGrant(self, args, version);
    const early = splitSettings(args.values, [
      ...(grant ? migrationSettings(grant, args, written.version) : []),
      ...maximumSettings(args, version),
    ]);
    const { values, plan } = carriedValues(self, args, withSettings(args.values, withPlaceholders(early.unset)));
    // Registered only now, with the gates among its inputs: policies read them there.
    super("mlops-platform:mlops:MlopsRelease", name, { unconfirmedGates: unconfirmedGates(plan) }, opts);
    const blocked = isBlocked(plan) ? new BlockedUpgrade(self, plan) : undefined;
    if (blocked !== undefined) {
      this.#refuse(blocked);
    }

    const wiring = mergedWirings(
      storageWiring(grant, values, version),
      databaseWiring(args, version),
      deploymentWiring(args, version),
      telemetryWiring({ telemetry: args.telemetry, serviceAccount: args.serviceAccounts.telemetry }, version),
    );
    const late = splitSettings(values, wiring.settings);
    if (blocked === undefined) {
      checkValues(self, deployed, withSettings(values, withPlaceholders(late.unset)));
    }
    const overridden = new Set([...early.overridden, ...late.overridden].map(formatPath));
    const overrides = [...overridden].map(
      (path) => `${path} in values differs from the platform's own value, and takes precedence.`,
    );
    const noticed = this.#warn([...noticeLines(plan), ...wiring.warnings, ...overrides]);

    this.description = releaseDescription(h2oMlops, deployed.exact);
    this.#deploy(name, args, {
      values: withSettings(withSecrets(values, deployed.release.values, args.holdsSecrets), late.unset),
      ready: wiring.ready,
      noticed,
    });
    this.registerOutputs({ description: this.description });
  }

  /**
   * Fails a preview after it has shown the rest of the stack.
   *
   * @throws BlockedUpgrade in an update
   */
  #refuse(blocked: BlockedUpgrade): void {
    if (!runtime.isDryRun()) {
      throw blocked;
    }
    failPreview(blocked.message, this);
  }

  #warn(texts: string[]): Promise<unknown> {
    return Promise.all(texts.map((text) => log.warn(text, this)));
  }

  #deploy(
    name: string,
    args: MlopsReleaseArgs,
    { values, ready, noticed }: { values: { [key: string]: Tree }; ready: Resource[]; noticed: Promise<unknown> },
  ): void {
    const common = { ...chartSource(args.chart), name, namespace: args.namespace, values };
    const opts = { parent: this, dependsOn: ready };
    if (args.rendering) {
      new Chart(name, common, { ...opts, ...sealedObjectsOf(values) });
    } else {
      const hooks = { beforeUpdate: [updateGuard(name, args, noticed)] };
      new Release(name, { ...common, description: this.description }, { ...opts, hooks });
    }
  }
}

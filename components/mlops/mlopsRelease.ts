import { Release } from "@pulumi/kubernetes/helm/v3/release.js";
import { Chart } from "@pulumi/kubernetes/helm/v4/chart.js";
import { ComponentResource, type ComponentResourceOptions, log, type Resource, runtime } from "@pulumi/pulumi";
import { formatPath } from "../../lib/path.ts";
import { h2oMlops } from "../../releases/h2o-mlops/product.ts";
import { sealedObjectsOf } from "../kubernetes/chartSecrets.ts";
import { failPreview } from "../releaseGuard/failPreview.ts";
import { releaseDescription } from "../releaseGuard/releaseMark.ts";
import { validate } from "../validate.ts";
import { type MlopsReleaseArgs, mlopsReleaseArgsSchema } from "./args.ts";
import { carriedValues, checkValues, namedRelease } from "./carriedValues.ts";
import { chartSource } from "./chart.ts";
import { databaseWiring } from "./databaseWiring.ts";
import { deploymentWiring, maximumSettings } from "./deploymentWiring.ts";
import { BlockedUpgrade, isBlocked, noticeLines, unconfirmedGates } from "./planText.ts";
import { plain, sealed, settle, type Tree, withSettings } from "./settings.ts";
import { migrationSettings, storageGrant, storageWiring } from "./storageWiring.ts";
import { telemetryWiring } from "./telemetryWiring.ts";
import { updateGuard } from "./updateGuard.ts";
import { together } from "./wiring.ts";

/**
 * The Helm release of H2O MLOps: the user's values, carried to the release that is deployed and completed with what the
 * platform knows. Names do not depend on the release, so an upgrade is an update.
 */
export class MlopsRelease extends ComponentResource {
  /** What is deployed, such as `h2o-mlops 0.69.1`. */
  readonly description: string;

  constructor(name: string, args: MlopsReleaseArgs, opts?: ComponentResourceOptions) {
    const self = `MlopsRelease "${name}"`;
    validate(self, mlopsReleaseArgsSchema(args), { name, ...args });
    const deployed = namedRelease(args.release);
    const written = namedRelease(args.valuesRelease ?? args.release);
    const { version } = deployed;

    const grant = storageGrant(self, args, version);
    const early = settle(args.values, [
      ...(grant ? migrationSettings(grant, args, written.version) : []),
      ...maximumSettings(args, version),
    ]);
    const { values, plan } = carriedValues(self, args, withSettings(args.values, plain(early.free)));
    // Only now: the gates are among the inputs, where policies see them.
    super("mlops-platform:mlops:MlopsRelease", name, { unconfirmedGates: unconfirmedGates(plan) }, opts);
    const blocked = isBlocked(plan) ? new BlockedUpgrade(self, plan) : undefined;
    if (blocked !== undefined) {
      this.#refuse(blocked);
    }

    const wiring = together(
      storageWiring(grant, values, version),
      databaseWiring(args, version),
      deploymentWiring(args, version),
      telemetryWiring({ telemetry: args.telemetry, serviceAccount: args.serviceAccounts.telemetry }, version),
    );
    const late = settle(values, wiring.settings);
    if (blocked === undefined) {
      checkValues(self, deployed, withSettings(values, plain(late.free)));
    }
    const contradicted = new Set([...early.contradicted, ...late.contradicted].map(formatPath));
    const held = [...contradicted].map(
      (path) => `${path} is set in values to something else than is wired here. It holds.`,
    );
    const noticed = this.#warn([...noticeLines(plan), ...wiring.warnings, ...held]);

    this.description = releaseDescription(h2oMlops, deployed.exact);
    this.#deploy(name, args, {
      values: withSettings(sealed(values, deployed.release.values, args.holdsSecrets), late.free),
      ready: wiring.ready,
      noticed,
    });
    this.registerOutputs({ description: this.description });
  }

  /**
   * Lets a preview show the rest of the stack before it fails.
   *
   * @throws BlockedUpgrade where this is no preview
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

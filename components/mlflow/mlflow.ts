import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment.js";
import { CronJob } from "@pulumi/kubernetes/batch/v1/cronJob.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1/networkPolicy.js";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget.js";
import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import { mlflowVersion } from "../../releases/mlflow/imageVersion.ts";
import { mlflow } from "../../releases/mlflow/product.ts";
import { checkedArgs } from "../checkedArgs.ts";
import { completedJob } from "../kubernetes/job.ts";
import { createdIsEnough, milestone } from "../kubernetes/milestone.ts";
import type { Route } from "../kubernetes/route.ts";
import { exemptionAnnotations } from "../kubernetes/scannerExemptions.ts";
import { releaseGuard } from "../releaseGuard/releaseGuard.ts";
import { versionLabel } from "../releaseGuard/releaseMark.ts";
import { type MlflowArgs, mlflowArgsSchema } from "./args.ts";
import { artifactsUrl } from "./artifactStore.ts";
import { basicAuthIni, credentialKeys } from "./basicAuth.ts";
import { exposedObject, uploadTimeout } from "./exposure.ts";
import { garbageCollectionSpec } from "./garbageCollection.ts";
import { migratedTo, migrationSpec } from "./migration.ts";
import { serviceMonitorSpec } from "./monitoring.ts";
import { networkPolicySpec } from "./networkPolicy.ts";
import { deploymentRolledOut } from "./rollout.ts";
import { podExemptions, serverExemptions } from "./scannerExemptions.ts";
import { deploymentSpec, port, serviceHosts } from "./server.ts";

/** MLflow's tracking server, its migration and its garbage collection, on a given database and object store. */
export class Mlflow extends ComponentResource {
  /** Address for clients outside the cluster. Absent where nothing exposes it. */
  readonly url: string | undefined;

  /** Address inside the cluster. */
  readonly serviceUrl: string;

  /** Routes for the stack's own Gateway; none where MLflow is exposed in another way. */
  readonly routes: Route[];

  constructor(name: string, given: MlflowArgs, opts?: ComponentResourceOptions) {
    super("mlops-platform:mlflow:Mlflow", name, {}, opts);
    const args = checkedArgs(`Mlflow "${name}"`, mlflowArgsSchema, { ...given, name });
    const { namespace, host, database, live } = args;
    const labels = { "app.kubernetes.io/name": "mlflow", "app.kubernetes.io/instance": name };
    const serverLabels = { ...labels, "app.kubernetes.io/component": "server" };
    const metadata = (objectName = name, extra: Record<string, string> = labels) => ({
      name: objectName,
      namespace,
      labels: extra,
    });
    const version = mlflowVersion(args.image);
    const versioned = { ...(version && { [versionLabel]: version }) };
    const child = { parent: this };
    const guarded = {
      product: mlflow,
      restoredTo: args.restoredTo,
      keys: { restoredTo: "mlflow.restoredTo" },
    };
    const guard = releaseGuard(name, guarded);

    const grant = args.objectStore.grant({
      bucket: "artifacts",
      namespace,
      serviceAccount: name,
      prefix: args.artifactsPrefix,
      access: "readWrite",
    });
    const serviceAccount = new ServiceAccount(
      name,
      { metadata: { ...metadata(name), annotations: grant.annotations } },
      child,
    );
    const credentials = this.#credentials(name, args, metadata(`${name}-credentials`));
    const basicAuth = new ConfigMap(
      `${name}-basic-auth`,
      { metadata: metadata(`${name}-basic-auth`), data: { "basic_auth.ini": basicAuthIni } },
      child,
    );
    const policy = new NetworkPolicy(
      name,
      { metadata: metadata(), spec: networkPolicySpec({ ...args, labels, grant }) },
      child,
    );
    const pod = { ...args, serviceAccount: name, credentialsSecret: credentials.secretName };

    const migrationLabels = { ...labels, "app.kubernetes.io/component": "migration" };
    const migrationName = `${name}-migrate`;
    const migrated = completedJob(
      migrationName,
      {
        metadata: metadata(migrationName, { ...migrationLabels, ...versioned }),
        annotations: exemptionAnnotations(...podExemptions(args)),
        spec: migrationSpec({ ...pod, labels: migrationLabels }),
        // The version mark moves once its migration has succeeded: a failed one can be reverted.
        milestone: { name: `${name}-release`, labels: { ...labels, ...versioned }, guard },
        minutes: 65,
        afterFailure:
          "The earlier server keeps serving. Fix the cause and run the update again, or restore the earlier image and update.",
        live,
      },
      {
        ...child,
        dependsOn: [serviceAccount, policy, ...database.ready],
        // Without a preview, a refused update must not migrate first.
        ...(live && {
          hooks: {
            beforeCreate: [
              releaseGuard(migrationName, { ...guarded, running: () => migratedTo(live, name, namespace) }),
            ],
          },
        }),
      },
    );

    const serverSpec = deploymentSpec({
      ...pod,
      labels: serverLabels,
      basicAuthConfigMap: `${name}-basic-auth`,
      allowedHosts: [host, ...serviceHosts(name, namespace, args.monitoring), ...args.allowedHosts],
      grant,
    });
    const deployment = new Deployment(
      name,
      {
        metadata: {
          ...metadata(name, { ...serverLabels, ...versioned }),
          annotations: { ...(live && createdIsEnough), ...exemptionAnnotations(...serverExemptions(args)) },
        },
        spec: serverSpec,
      },
      {
        ...child,
        dependsOn: [migrated, basicAuth, ...credentials.ready, ...grant.ready],
        ...(!live && { hooks: { beforeUpdate: [guard] } }),
      },
    );
    const serving = live
      ? milestone(
          `${name}-rollout`,
          {
            metadata: metadata(`${name}-rollout`),
            of: serverSpec,
            reached: ({ say }) => deploymentRolledOut(live, { name, namespace, say }),
          },
          { ...child, dependsOn: deployment },
        )
      : deployment;
    const service = new Service(
      name,
      {
        // Its pods start after the migration: the provider must not wait for endpoints.
        metadata: { ...metadata(name, serverLabels), annotations: { "pulumi.com/skipAwait": "true" } },
        spec: { selector: serverLabels, ports: [{ name: "http", port, targetPort: "http" }] },
      },
      child,
    );
    new PodDisruptionBudget(
      name,
      { metadata: metadata(), spec: { maxUnavailable: 1, selector: { matchLabels: serverLabels } } },
      child,
    );
    const exposed = exposedObject(args.exposure, host, { name, port });
    if (exposed) {
      new CustomResource(
        name,
        { ...exposed, metadata: { ...metadata(), ...exposed.metadata } },
        { ...child, dependsOn: service },
      );
    }

    this.url = args.exposure.kind === "none" ? undefined : `https://${host}`;
    this.serviceUrl = `http://${name}.${namespace}.svc:${port}`;
    this.routes =
      args.exposure.kind === "gateway"
        ? [{ name, host, service: { name, namespace, port }, ready: [service], timeout: uploadTimeout }]
        : [];
    new CronJob(
      `${name}-gc`,
      {
        metadata: { ...metadata(`${name}-gc`), annotations: exemptionAnnotations(...podExemptions(args)) },
        spec: garbageCollectionSpec({
          ...pod,
          ...args.garbageCollection,
          artifactsUrl: artifactsUrl(grant.target),
          trackingUri: this.serviceUrl,
          labels: { ...labels, "app.kubernetes.io/component": "garbage-collection" },
        }),
      },
      { ...child, dependsOn: serving },
    );
    if (args.monitoring) {
      new CustomResource(
        name,
        {
          apiVersion: "monitoring.coreos.com/v1",
          kind: "ServiceMonitor",
          metadata: metadata(),
          spec: serviceMonitorSpec(serverLabels, credentials.secretName),
        },
        child,
      );
    }
    this.registerOutputs({ url: this.url, serviceUrl: this.serviceUrl });
  }

  /** The Secret with MLflow's own credentials, existing or made here. */
  #credentials(name: string, { credentials, adminUsername }: MlflowArgs, metadata: { name: string }) {
    if (credentials.kind === "existing") {
      return { secretName: credentials.secretName, ready: [] };
    }
    const secret = new Secret(
      `${name}-credentials`,
      {
        metadata,
        stringData: {
          [credentialKeys.username]: adminUsername,
          [credentialKeys.password]: credentials.adminPassword,
          [credentialKeys.flaskSecretKey]: credentials.flaskSecretKey,
          [credentialKeys.kekPassphrase]: credentials.kekPassphrase,
        },
      },
      { parent: this },
    );
    return { secretName: metadata.name, ready: [secret] };
  }
}

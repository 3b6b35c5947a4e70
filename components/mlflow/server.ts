import type { apps, core } from "@pulumi/kubernetes/types/input.js";
import { contentHash } from "../../lib/contentHash.ts";
import { podSpread } from "../kubernetes/podSpread.ts";
import type { Grant } from "../objectStore/objectStore.ts";
import { artifactStoreEnv, artifactsUrl } from "./artifactStore.ts";
import { basicAuthIni, basicAuthPath, credentialKeys } from "./basicAuth.ts";
import { databases, databaseUri, fromSecret, plain } from "./environment.ts";
import { diskResources, type PodArgs, podBase, tmpVolume } from "./pod.ts";

export const port = 5000;

interface ServerArgs extends PodArgs {
  replicas: number;
  workers: number;
  tmpSize: string;
  host: string;
  /** Host headers that are accepted, with `*` as a wildcard. */
  allowedHosts: string[];
  allowedOrigins: string[];
  /** Secret with MLflow's own credentials. */
  credentialsSecret: string;
  basicAuthConfigMap: string;
  labels: Record<string, string>;
  grant: Grant;
}

/**
 * The tracking server. All pods are replaced at once: two versions must never serve one schema, and a rolling update
 * may change the version.
 */
export function deploymentSpec(args: ServerArgs): apps.v1.DeploymentSpec {
  return {
    replicas: args.replicas,
    strategy: { type: "Recreate" },
    selector: { matchLabels: args.labels },
    template: {
      metadata: {
        labels: { ...args.labels, ...args.grant.podLabels },
        // A changed ConfigMap does not restart pods by itself.
        annotations: { "mlops-platform/basic-auth": contentHash(basicAuthIni) },
      },
      spec: serverPod(args),
    },
  };
}

/**
 * Pod of the tracking server: `mlflow server` with basic auth, jobs and telemetry off. Uploads go through it to the
 * object store; for downloads from S3 its clients are sent to the store itself with a signed URL (3.17.2 offers no way
 * to turn that off on the server).
 */
function serverPod(args: ServerArgs): core.v1.PodSpec {
  const base = podBase(args, args.grant.files);
  return {
    ...base.pod,
    terminationGracePeriodSeconds: 30,
    topologySpreadConstraints: podSpread(args.labels),
    containers: [
      {
        ...base.container,
        name: "mlflow",
        command: ["mlflow"],
        args: serverCommand(args),
        env: [...base.env, ...serverEnv(args)],
        ports: [{ name: "http", containerPort: port }],
        startupProbe: { ...probe, periodSeconds: 5, failureThreshold: 36 },
        livenessProbe: { ...probe, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
        readinessProbe: { ...probe, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3 },
        resources: serverResources(args.workers, args.tmpSize),
        volumeMounts: [...base.volumeMounts, { name: "basic-auth", mountPath: "/etc/mlflow", readOnly: true }],
      },
    ],
    volumes: [
      ...base.volumes,
      { name: "basic-auth", configMap: { name: args.basicAuthConfigMap } },
      tmpVolume(args.tmpSize),
    ],
  };
}

/** `/health` needs no database, so that a failover keeps every pod. It is also exempt from auth and host checks. */
const probe = { httpGet: { path: "/health", port: "http" } };

function serverCommand({ workers, host, allowedHosts, allowedOrigins, grant }: ServerArgs): string[] {
  return [
    "server",
    "--host=0.0.0.0",
    `--port=${port}`,
    `--workers=${workers}`,
    "--app-name=basic-auth",
    `--backend-store-uri=${databaseUri(databases.tracking)}`,
    `--artifacts-destination=${artifactsUrl(grant.target)}`,
    "--expose-prometheus=/tmp/prometheus",
    `--allowed-hosts=${allowedHosts.join(",")}`,
    `--cors-allowed-origins=${[`https://${host}`, ...allowedOrigins].join(",")}`,
    "--x-frame-options=DENY",
  ];
}

function serverEnv({ credentialsSecret, grant }: ServerArgs): core.v1.EnvVar[] {
  return [
    ...plain({ MLFLOW_AUTH_CONFIG_PATH: basicAuthPath, MLFLOW_SERVER_ENABLE_JOB_EXECUTION: "false" }),
    fromSecret("MLFLOW_AUTH_ADMIN_USERNAME", credentialsSecret, credentialKeys.username),
    fromSecret("MLFLOW_AUTH_ADMIN_PASSWORD", credentialsSecret, credentialKeys.password),
    fromSecret("MLFLOW_FLASK_SERVER_SECRET_KEY", credentialsSecret, credentialKeys.flaskSecretKey),
    fromSecret("MLFLOW_CRYPTO_KEK_PASSPHRASE", credentialsSecret, credentialKeys.kekPassphrase),
    ...plain(artifactStoreEnv(grant)),
    ...Object.entries(grant.secretKeyRefs).map(([variable, { name, key }]) => fromSecret(variable, name, key)),
  ];
}

/** Measured idle with jobs off: 430 MB for one worker, 620 MB for two, 1,010 MB for four. */
function serverResources(workers: number, tmpSize: string): core.v1.ResourceRequirements {
  const disk = diskResources(tmpSize);
  return {
    requests: { cpu: `${workers * 250}m`, memory: `${256 + workers * 256}Mi`, "ephemeral-storage": disk.request },
    limits: { memory: `${512 + workers * 256}Mi`, "ephemeral-storage": disk.limit },
  };
}

/** Host headers of requests to the Service, and of Prometheus, which scrapes pod addresses. MLflow refuses others. */
export function serviceHosts(service: string, namespace: string, monitoring: boolean): string[] {
  const name = `${service}.${namespace}`;
  const names = [service, name, `${name}.svc`, `${name}.svc.cluster.local`, "localhost"].map((host) => `${host}:*`);
  return monitoring ? [...names, ...podAddresses] : names;
}

/** Private addresses. A pattern's `*` takes anything; the digit at its end keeps `10.evil.example.com` out. */
const podAddresses = ["10.", "172.1[6-9].", "172.2[0-9].", "172.3[01].", "192.168."].map(
  (range) => `${range}*[0-9]:${port}`,
);

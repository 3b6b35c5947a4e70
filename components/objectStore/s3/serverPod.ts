import type { apps } from "@pulumi/kubernetes/types/input.js";
import { type KubernetesPlatform, restrictedContainer, restrictedPod } from "../../kubernetes/podSecurity.ts";
import { secretFiles } from "../../kubernetes/secretFiles.ts";
import type { SecretKeyRef } from "../objectStore.ts";

/** Port of the pod and of its Service alike, since network policies see the pod's. */
export const serverPort = 9000;

interface ServerPod {
  image: string;
  platform: KubernetesPlatform;
  region: string;
  selector: Record<string, string>;
  labels: Record<string, string>;
  serviceAccount: string;
  volumeClaim: string;
  tlsSecret: string;
  accessKeyId: SecretKeyRef;
  secretAccessKey: SecretKeyRef;
}

const tls = { certificate: "/etc/object-store-tls/tls.crt", key: "/etc/object-store-key/tls.key" };

/** No bucket can have the name `_`. */
const healthPath = "/_/health";

/**
 * Versity's S3 gateway over a folder. Sources: its flags and variables in version 1.8.0 (`versitygw --help`,
 * `versitygw posix --help`) and its `docker-entrypoint.sh`, which passes arguments on.
 */
export function serverSpec(args: ServerPod): apps.v1.DeploymentSpec {
  const { volumes, volumeMounts } = secretFiles({
    [tls.certificate]: { name: args.tlsSecret, key: "tls.crt" },
    [tls.key]: { name: args.tlsSecret, key: "tls.key" },
  });
  const fromSecret = (name: string, ref: SecretKeyRef) => ({ name, valueFrom: { secretKeyRef: { ...ref } } });
  const port = "https";
  return {
    replicas: 1,
    // Two servers must never write to one folder, and the volume may be on one node only.
    strategy: { type: "Recreate" },
    selector: { matchLabels: args.selector },
    template: {
      metadata: { labels: args.labels },
      spec: {
        serviceAccountName: args.serviceAccount,
        automountServiceAccountToken: false,
        securityContext: restrictedPod(args.platform),
        containers: [
          {
            name: "versitygw",
            image: args.image,
            args: [
              `--port=:${serverPort}`,
              `--cert=${tls.certificate}`,
              `--key=${tls.key}`,
              `--region=${args.region}`,
              `--health=${healthPath}`,
              "--quiet",
              "posix",
              "/data",
            ],
            env: [
              fromSecret("ROOT_ACCESS_KEY_ID", args.accessKeyId),
              fromSecret("ROOT_SECRET_ACCESS_KEY", args.secretAccessKey),
            ],
            ports: [{ name: port, containerPort: serverPort }],
            readinessProbe: { httpGet: { path: healthPath, port, scheme: "HTTPS" }, periodSeconds: 5 },
            livenessProbe: { tcpSocket: { port }, periodSeconds: 10, failureThreshold: 6 },
            // Beside the volume it writes only its log.
            resources: {
              requests: { cpu: "50m", memory: "64Mi", "ephemeral-storage": "16Mi" },
              limits: { memory: "512Mi", "ephemeral-storage": "64Mi" },
            },
            securityContext: restrictedContainer,
            volumeMounts: [...volumeMounts, { name: "data", mountPath: "/data" }],
          },
        ],
        volumes: [...volumes, { name: "data", persistentVolumeClaim: { claimName: args.volumeClaim } }],
      },
    },
  };
}

import { type Case, type CaseResource, resource } from "../../case.ts";
import { deployment, inContainer, inInitContainer, labelsOf, podCase } from "../../pod.ts";

const readiness = "workload-readiness-probed";
const liveness = "workload-liveness-probed";
const configMap = "config-map-secrets-none";

const portless = { ports: [], readinessProbe: undefined, livenessProbe: undefined };

/** Sends requests to the pods of a Deployment in its namespace. */
const service = (name: string): CaseResource =>
  resource("kubernetes:core/v1:Service", `${name}-service`, {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace: name },
    spec: { selector: labelsOf(name), ports: [{ port: 80 }] },
  });

const config = (name: string, data: Record<string, string>): CaseResource =>
  resource("kubernetes:core/v1:ConfigMap", name, {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: configMap },
    data,
  });

const probeCase = (rule: string, probe: "readinessProbe" | "livenessProbe"): Case => ({
  rule,
  passes: [[deployment(rule)], [deployment(`${rule}-portless`, inContainer(portless))]],
  fails: [
    [deployment(`${rule}-2`, inContainer({ [probe]: undefined }))],
    [deployment(`${rule}-3`, inContainer(portless)), service(`${rule}-3`)],
    [deployment(`${rule}-4`, inInitContainer({ restartPolicy: "Always", [probe]: undefined }))],
  ],
});

export const workloadCases: Case[] = [
  podCase(
    "container-resources-requested",
    [inContainer({ resources: { limits: { cpu: "1", memory: "1Gi" } } })],
    [
      inContainer({ resources: { requests: { cpu: "1", memory: "1Gi" } } }),
      inInitContainer({ resources: { limits: { memory: "1Gi" } } }),
      inContainer({ resources: undefined }),
    ],
  ),
  probeCase(readiness, "readinessProbe"),
  probeCase(liveness, "livenessProbe"),
  podCase(
    "container-root-filesystem-read-only",
    [],
    [inContainer({ securityContext: {} }), inInitContainer({ securityContext: { readOnlyRootFilesystem: false } })],
  ),
  podCase(
    "container-image-tagged",
    [inContainer({ image: `app@sha256:${"a".repeat(64)}` }), inContainer({ image: "registry.example.com:5000/app:1" })],
    [
      inContainer({ image: "registry.example.com:5000/app" }),
      inContainer({ image: "app:latest" }),
      inInitContainer({ image: "busybox" }),
    ],
  ),
  podCase(
    "container-secrets-referenced",
    [
      inContainer({ env: [{ name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } }] }),
      inContainer({ env: [{ name: "DB_PASSWORD", value: "" }] }),
      inContainer({ env: [{ name: "TOKEN_FILE", value: "/var/run/token" }] }),
      inContainer({ args: ["--database=postgres://app:$(DB_PASSWORD)@db"] }),
    ],
    [
      inContainer({ env: [{ name: "DB_PASSWORD", value: "example" }] }),
      inContainer({ env: [{ name: "PGPASSWORD", value: "example" }] }),
      inContainer({ env: [{ name: "DATABASE", value: "postgres://app:example@db.example.com/app" }] }),
      inInitContainer({ env: [{ name: "ANYTHING", value: "[secret]" }] }),
      inContainer({ args: ["--password=[secret]"] }),
    ],
  ),
  {
    rule: configMap,
    passes: [[config("settings", { "app.ini": "[auth]\nttl = 60", passwordFile: "/etc/app/password" })]],
    fails: [
      [config(`${configMap}-4`, { "tls.pem": "-----BEGIN RSA PRIVATE KEY-----\nMII=" })],
      [config(`${configMap}-2`, { adminPassword: "example" })],
      [config(`${configMap}-3`, { "app.ini": "database = postgres://app:example@db.example.com/app" })],
    ],
  },
];

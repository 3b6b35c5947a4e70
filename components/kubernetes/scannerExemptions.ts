/**
 * Findings of scanners that are accepted, each with its reason: as data, for the annotations that scanners read on
 * Kubernetes objects and for docs/exemptions.md.
 */

export interface ScannerExemption {
  /** The objects that have it. */
  on: string;

  /** Ids of checkov's checks. */
  checkov?: readonly string[];

  /** Ids of kube-score's tests. */
  kubeScore?: readonly string[];

  /** Without `=`, where checkov splits the annotation. */
  reason: string;
}

export const scannerExemptions = {
  imageByTag: {
    on: "workloads whose image has no digest",
    checkov: ["CKV_K8S_43"],
    reason: "The image is named by the tag of its release. A stack can name one by its digest instead.",
  },
  pullIfNotPresent: {
    on: "workloads",
    checkov: ["CKV_K8S_15"],
    kubeScore: ["container-image-pull-policy"],
    reason: "The image of a release does not change. A node that has it starts the pod when the registry is away.",
  },
  noCpuLimit: {
    on: "workloads",
    checkov: ["CKV_K8S_11"],
    kubeScore: ["container-resources"],
    reason: "CPU is shared by what pods ask for. A limit would slow them down while the node has CPU to spare.",
  },
  secretsInEnvironment: {
    on: "workloads with secrets",
    checkov: ["CKV_K8S_35"],
    reason: "The program in the image takes these values from its environment.",
  },
  platformUser: {
    on: "workloads on OpenShift",
    checkov: ["CKV_K8S_40"],
    kubeScore: ["container-security-context-user-group-id"],
    reason: "OpenShift gives every namespace its own range of user ids and refuses pods that pick one.",
  },
  oneHealthEndpoint: {
    on: "Deployment of MLflow",
    kubeScore: ["pod-probes-identical"],
    reason:
      "MLflow has one endpoint that needs no user. It asks no other server, and a restart takes twice the failures that unreadiness takes.",
  },
  allPodsAtOnce: {
    on: "Deployment of MLflow",
    kubeScore: ["deployment-strategy"],
    reason: "Two releases must never serve one schema, so all pods are replaced at once.",
  },
  oneReplica: {
    on: "Deployments of one replica",
    kubeScore: ["deployment-replicas"],
    reason: "The stack asks for one replica.",
  },
  oneWriter: {
    on: "Deployment of the S3 server for trying out",
    kubeScore: ["deployment-replicas", "deployment-strategy"],
    reason: "Its volume takes one writer, so there is one pod, which stops before the next one starts.",
  },
  softSpread: {
    on: "Deployments of more replicas",
    kubeScore: ["deployment-has-host-podantiaffinity"],
    reason: "Pods are spread over zones and hosts by topologySpreadConstraints.",
  },
  podsOfOperator: {
    on: "NetworkPolicy of PostgreSQL",
    kubeScore: ["networkpolicy-targets-pod"],
    reason: "The pods are made by CloudNativePG, from the Cluster.",
  },
  noKnownProbe: {
    on: "Deployment of the telemetry service",
    checkov: ["CKV_K8S_8", "CKV_K8S_9"],
    reason: "No source says that the service answers any probe.",
  },
  unknownDiskUse: {
    on: "Deployment of the telemetry service",
    kubeScore: ["container-ephemeral-storage-request-and-limit"],
    reason: "No source says what the service writes to disk.",
  },
} as const satisfies Record<string, ScannerExemption>;

export type ExemptionName = keyof typeof scannerExemptions;

/** Annotations of an object that make scanners skip these findings. */
export function exemptionAnnotations(...names: ExemptionName[]): Record<string, string> {
  const chosen: ScannerExemption[] = names.map((name) => scannerExemptions[name]);
  const skips = chosen.flatMap(({ checkov = [], reason }) => checkov.map((check) => `${check}=${reason}`));
  const ignored = chosen.flatMap(({ kubeScore = [] }) => kubeScore);
  return {
    ...Object.fromEntries(skips.map((skip, index) => [`checkov.io/skip${index + 1}`, skip])),
    ...(ignored.length > 0 && { "kube-score/ignore": ignored.join(",") }),
  };
}

/** Exemptions of every container that runs an image of a release. */
export function imageExemptions(image: string): ExemptionName[] {
  return image.includes("@sha256:")
    ? ["noCpuLimit", "pullIfNotPresent"]
    : ["noCpuLimit", "pullIfNotPresent", "imageByTag"];
}

/** An accepted finding on a cloud resource, which takes no annotation: for scans of a plan or a template. */
export interface CloudExemption {
  /** Pulumi's type. */
  on: string;
  checkov: string;
  reason: string;
}

const logs =
  "Where logs of access go, and for how long they stay, is for the account's owner to say, for all of its buckets.";

export const cloudExemptions: readonly CloudExemption[] = [
  { on: "aws:s3/bucket:Bucket", checkov: "CKV_AWS_18", reason: logs },
  {
    on: "aws:s3/bucket:Bucket",
    checkov: "CKV_AWS_144",
    reason: "Objects stay in the stack's region. Copies in another one need a bucket and a role there.",
  },
  { on: "aws:s3/bucket:Bucket", checkov: "CKV2_AWS_62", reason: "Nothing waits for events of these buckets." },
  { on: "gcp:storage/bucket:Bucket", checkov: "CKV_GCP_62", reason: logs },
  {
    on: "azure-native:storage:StorageAccount",
    checkov: "CKV_AZURE_206",
    reason: "The redundancy is a key of the stack. Its default keeps copies in three zones of one region.",
  },
  {
    on: "azure-native:storage:StorageAccount",
    checkov: "CKV_AZURE_35",
    reason: "No key names the cluster's networks. Who gets in is decided by identities, since there are no keys.",
  },
  {
    on: "azure-native:storage:StorageAccount",
    checkov: "CKV_AZURE_36",
    reason: "Without network rules there is nothing for Azure's own services to bypass.",
  },
];

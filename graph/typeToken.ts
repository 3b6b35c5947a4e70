/** Type tokens of resources, such as `kubernetes:apps/v1:Deployment`, independent of the API version that a program uses. */

/**
 * The version of each Kubernetes API in policies and in the table of stateful resources. Sources: the aliases of the
 * SDK's classes; the versions that CRDs serve.
 */
const versions: Readonly<Record<string, string>> = {
  apps: "v1",
  batch: "v1",
  core: "v1",
  policy: "v1",
  "apiextensions.k8s.io": "v1",
  "networking.k8s.io": "v1",
  "rbac.authorization.k8s.io": "v1",
  "gateway.networking.k8s.io": "v1",
  "postgresql.cnpg.io": "v1",
  "barmancloud.cnpg.io": "v1",
  "snapshot.storage.k8s.io": "v1",
  "objectbucket.io": "v1alpha1",
};

/** The present API groups of kinds that were in `extensions`; all other kinds are in `apps`. */
const formerExtensions: Readonly<Record<string, string>> = {
  Ingress: "networking.k8s.io",
  NetworkPolicy: "networking.k8s.io",
};

/**
 * The token at the version that policies name: `kubernetes:apps/v1beta2:Deployment` is `kubernetes:apps/v1:Deployment`,
 * and `azure-native:storage/v20230101:StorageAccount` is `azure-native:storage:StorageAccount`.
 */
export function canonicalType(type: string): string {
  const [sdk, module = "", kind = ""] = type.split(":");
  const [api = "", version] = module.split("/");
  if (sdk === "azure-native") {
    return `${sdk}:${api}:${kind}`;
  }
  if (sdk !== "kubernetes" || version === undefined) {
    return type;
  }
  const group = api === "extensions" ? (formerExtensions[kind] ?? "apps") : api;
  return `${sdk}:${group}/${versions[group] ?? version}:${kind}`;
}

/** Whether resources of a type are single Kubernetes objects. Helm releases, charts, kustomizations and lists are not. */
export function isKubernetesObject(type: string): boolean {
  return /^kubernetes:(?!helm\.sh\/|yaml[/:]|kustomize[/:]).+\/v\w+:\w+$/.test(type) && !type.endsWith("List");
}

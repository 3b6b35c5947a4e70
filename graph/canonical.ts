/** Brings what a program spells in one of several ways to the one that rules know. */
/**
 * The resource at the version of its API that rules name, without members and items that are null: to every provider
 * they are as good as absent.
 */
export function canonical<Resource extends { type: string; inputs: object }>(resource: Resource): Resource {
  return { ...resource, type: canonicalType(resource.type), inputs: withoutNulls(resource.inputs) };
}

/** Versions that rules name. Sources: the aliases of the SDK's classes; the served versions of the Gateway API's CRDs. */
const versions: Readonly<Record<string, string>> = {
  apps: "v1",
  batch: "v1",
  policy: "v1",
  "networking.k8s.io": "v1",
  "rbac.authorization.k8s.io": "v1",
  "gateway.networking.k8s.io": "v1",
};

/** Where kinds of a group that was dissolved are now. */
const groupsOfExtensions: Readonly<Record<string, string>> = {
  Ingress: "networking.k8s.io",
  NetworkPolicy: "networking.k8s.io",
};

/** `azure-native:storage/v20230101:StorageAccount` is `azure-native:storage:StorageAccount`. */
export function canonicalType(type: string): string {
  const [sdk, module = "", kind = ""] = type.split(":");
  const [api = "", version] = module.split("/");
  if (sdk === "azure-native") {
    return `${sdk}:${api}:${kind}`;
  }
  if (sdk !== "kubernetes" || version === undefined) {
    return type;
  }
  const group = api === "extensions" ? (groupsOfExtensions[kind] ?? "apps") : api;
  return `${sdk}:${group}/${versions[group] ?? version}:${kind}`;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.filter((item) => item !== null && item !== undefined).map(withoutNulls);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNulls(member)]));
}

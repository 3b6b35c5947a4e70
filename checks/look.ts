/** Checks of each kind of precondition in a cluster. */
import type { Condition, LiveObject } from "../lib/liveCluster.ts";
import { lookForObject, names } from "./lookForObject.ts";
import { lookForOperator } from "./lookForOperator.ts";
import type { Finding, Look } from "./precondition.ts";
import type { Reader } from "./reader.ts";
import { patchCommand, retypeCommand, wrongKeys } from "./secretKeys.ts";

type LookFor<Kind extends Look["kind"]> = Extract<Look, { kind: Kind }>;

export function lookAt(look: Look, reader: Reader): Promise<Finding> {
  switch (look.kind) {
    case "namespace":
      return lookForNamespace(look, reader);
    case "secret":
      return lookForSecret(look, reader);
    case "operator":
      return lookForOperator(look, reader);
    case "api":
      return lookForApi(look, reader);
    case "object":
      return lookForObject(look, reader);
    case "defaultStorageClass":
      return lookForDefaultStorageClass(look, reader);
    case "apiServerPorts":
      return lookAtApiServerPorts(look, reader);
  }
}

const met: Finding = { state: "met", found: "" };
const notFound: Finding = { state: "unmet", found: "nothing" };

const enforceLabel = "pod-security.kubernetes.io/enforce";

async function lookForNamespace({ name, podSecurity }: LookFor<"namespace">, reader: Reader): Promise<Finding> {
  const namespace = await reader.read<LiveObject & { status?: { phase?: string } }>({
    apiVersion: "v1",
    kind: "Namespace",
    name,
  });
  if (namespace === undefined) {
    return notFound;
  }
  if (namespace.status?.phase === "Terminating") {
    return { state: "unmet", found: "it is being deleted: wait until it is gone" };
  }
  // Without the label the default of the cluster applies, which can't be read.
  const level = namespace.metadata?.labels?.[enforceLabel];
  return podSecurity === undefined || level === undefined || level === podSecurity
    ? met
    : {
        state: "doubtful",
        found: `its label ${enforceLabel} is ${level}, although all of the platform's pods meet ${podSecurity}`,
      };
}

async function lookForSecret(
  { namespace, name, type, keys, kubectl }: LookFor<"secret">,
  reader: Reader,
): Promise<Finding> {
  const reference = { apiVersion: "v1", kind: "Secret", name, namespace };
  const secret = await reader.read<LiveObject & { type?: string }>(reference);
  if (secret === undefined) {
    return notFound;
  }
  const wrong = wrongKeys(keys, secret.data ?? {});
  const isOtherType = type !== undefined && secret.type !== type;
  const found = [...(isOtherType ? [`type ${secret.type}`] : []), ...Object.values(wrong)];
  if (found.length === 0) {
    return met;
  }
  // Some types require keys, so missing keys are added before the type is changed.
  const missing = Object.fromEntries(Object.entries(keys).filter(([key]) => key in wrong));
  const fixes = [
    ...(Object.keys(wrong).length > 0 ? [patchCommand(kubectl, { namespace, name, type: secret.type }, missing)] : []),
    ...(isOtherType ? [retypeCommand(kubectl, namespace, name, type)] : []),
  ];
  return { state: "unmet", found: found.join(", "), fix: fixes.join("\n") };
}

/** Every served API version has an APIService. */
async function lookForApi({ group, version }: LookFor<"api">, reader: Reader): Promise<Finding> {
  const reference = { apiVersion: "apiregistration.k8s.io/v1", kind: "APIService", name: `${version}.${group}` };
  const service = await reader.read<Conditioned>(reference);
  const available = service?.status?.conditions?.find(({ type }) => type === "Available");
  return service === undefined
    ? notFound
    : available?.status === "False"
      ? { state: "unmet", found: `not available: ${available.message ?? available.reason}` }
      : met;
}

interface Conditioned extends LiveObject {
  status?: { conditions?: Condition[] };
}

const defaultClass = "storageclass.kubernetes.io/is-default-class";

async function lookForDefaultStorageClass(
  { choose }: LookFor<"defaultStorageClass">,
  reader: Reader,
): Promise<Finding> {
  const classes = await reader.list({ apiVersion: "storage.k8s.io/v1", kind: "StorageClass" });
  const [first] = classes;
  if (first === undefined) {
    return notFound;
  }
  return classes.some(({ metadata }) => metadata?.annotations?.[defaultClass] === "true")
    ? met
    : {
        state: "unmet",
        found: `no default among ${names(classes)}`,
        fix: choose(first.metadata?.name ?? ""),
      };
}

/** Network policies apply to the ports of endpoints, not to the port of the Service. */
async function lookAtApiServerPorts({ ports, choose }: LookFor<"apiServerPorts">, reader: Reader): Promise<Finding> {
  const slices = await reader.list<LiveObject & { ports?: { port?: number }[] }>(
    { apiVersion: "discovery.k8s.io/v1", kind: "EndpointSlice", namespace: "default" },
    "kubernetes.io/service-name=kubernetes",
  );
  const real = new Set(slices.flatMap((slice) => slice.ports ?? []).flatMap(({ port }) => port ?? []));
  const others = [...real].filter((port) => !ports.includes(port));
  return others.length === 0
    ? met
    : {
        state: "unmet",
        found: `endpoints of the Service default/kubernetes at port ${others.join(", ")}`,
        fix: choose([...ports, ...others]),
      };
}

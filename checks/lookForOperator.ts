import type { Condition, LiveObject } from "../lib/liveCluster.ts";
import type { Finding, Look, RunningDeployment, ServedDefinitions } from "./precondition.ts";
import { noneIfUnread, type Reader, Unread } from "./reader.ts";

type LookForOperator = Extract<Look, { kind: "operator" }>;

interface Lack {
  found: string;
  fix?: string;
}

interface Definition extends LiveObject {
  spec?: { versions?: { name: string; served: boolean }[] };
}

interface Deployment extends LiveObject {
  spec?: { replicas?: number; selector?: { matchLabels?: Record<string, string> } };
  status?: {
    availableReplicas?: number;
    conditions?: Condition[];
  };
}

/** Looks for the APIs of an operator and its Deployments. Findings count even if other objects can't be read. */
export async function lookForOperator(
  { definitions, deployments, kubectl }: LookForOperator,
  reader: Reader,
): Promise<Finding> {
  const looked = await Promise.allSettled([
    ...definitions.map((each) => lackOfDefinitions(each, reader)),
    ...deployments.map((each) => lackOfDeployment(each, reader, kubectl)),
  ]);
  const errors = looked.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
  const severe = errors.find((error) => !(error instanceof Unread));
  if (severe !== undefined) {
    throw severe;
  }
  const lacks = looked.flatMap((each) => (each.status === "fulfilled" && each.value ? [each.value] : []));
  if (lacks.length > 0) {
    // If an API is missing, the fix of the precondition applies: it installs the operator.
    const fix = lacks.some((lack) => lack.fix === undefined) ? {} : { fix: lacks.map((lack) => lack.fix).join("\n") };
    return { state: "unmet", found: lacks.map(({ found }) => found).join("; "), ...fix };
  }
  return errors.length > 0
    ? { state: "unread", found: errors.map(({ message }) => message).join("; ") }
    : { state: "met", found: "" };
}

async function lackOfDefinitions({ version, names }: ServedDefinitions, reader: Reader): Promise<Lack | undefined> {
  const missing = await Promise.all(
    names.map(async (name) => {
      const reference = { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", name };
      const definition = await reader.read<Definition>(reference);
      const served = (definition?.spec?.versions ?? []).filter((each) => each.served).map((each) => each.name);
      return served.includes(version)
        ? []
        : [definition === undefined ? `no ${name}` : `${name} at ${served.join(", ")}, not ${version}`];
    }),
  );
  return missing.flat().length > 0 ? { found: missing.flat().join(", ") } : undefined;
}

async function lackOfDeployment(wanted: RunningDeployment, reader: Reader, kubectl: string): Promise<Lack | undefined> {
  const { what, namespace, choose } = wanted;
  const deployments = await labelled(wanted, namespace, reader);
  if (deployments.some(({ status }) => (status?.availableReplicas ?? 0) > 0)) {
    return undefined;
  }
  const [first] = deployments;
  if (first !== undefined) {
    return notReady(what, first, kubectl);
  }
  const labels = wanted.selectors.join(" or ");
  const elsewhere = namespace === undefined ? undefined : await placeOf(wanted, reader);
  if (elsewhere !== undefined && choose !== undefined) {
    return { found: `${what} is in namespace ${elsewhere}`, fix: choose(elsewhere) };
  }
  const where = namespace === undefined ? "" : ` in namespace ${namespace}`;
  return { found: `no Deployment labelled ${labels}${where} (${what})` };
}

function notReady(what: string, { metadata, spec, status }: Deployment, kubectl: string): Lack {
  const { name = "", namespace = "" } = metadata ?? {};
  const wanted = spec?.replicas ?? 1;
  const reason = status?.conditions?.find((each) => each.status === "False")?.message;
  const replicas = wanted === 0 ? "it is scaled down to 0 replicas" : `0 of ${wanted} replicas are available`;
  const selector = Object.entries(spec?.selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const one = `${kubectl} --namespace ${namespace}`;
  return {
    found: `${what}, Deployment ${namespace}/${name}, is not ready: ${replicas}${reason ? ` (${reason})` : ""}`,
    fix:
      wanted === 0
        ? `${one} scale deployment ${name} --replicas 1`
        : `${one} describe pods --selector ${selector.join(",")}`,
  };
}

async function labelled({ selectors }: RunningDeployment, namespace: string | undefined, reader: Reader) {
  const kinds = { apiVersion: "apps/v1", kind: "Deployment", namespace };
  return (await Promise.all(selectors.map((selector) => reader.list<Deployment>(kinds, selector)))).flat();
}

/** Namespace of the Deployment; undefined if there is none, or if Deployments of all namespaces can't be listed. */
async function placeOf(wanted: RunningDeployment, reader: Reader): Promise<string | undefined> {
  const [first] = await labelled(wanted, undefined, reader).catch(noneIfUnread);
  return first?.metadata?.namespace;
}

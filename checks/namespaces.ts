import type { StackConfig } from "../config/index.ts";
import type { Commands } from "./commands.ts";
import type { Precondition } from "./precondition.ts";

interface Wanted {
  name: string;
  path: string;
  /** Whether all of its pods are this project's own, which meet Pod Security `restricted`. */
  own: boolean;
}

/** Namespaces that the config declares as existing, and those of the gateway's Services, each once. */
export function namespaceNeeds(config: StackConfig, { kubectl }: Commands): Precondition[] {
  const made = platformNamespaces(config).filter(({ kind }) => kind === "managed");
  const wanted = [
    ...platformNamespaces(config).filter(({ kind }) => kind === "existing"),
    ...routedNamespaces(config),
  ].filter(({ name }) => !made.some((other) => other.name === name));
  return [...Map.groupBy(wanted, ({ name }) => name)].map(([name, places]) => {
    const restricted = places.every(({ own }) => own);
    const label = ` && ${kubectl} label namespace ${name} pod-security.kubernetes.io/enforce=restricted`;
    return {
      name: `Namespace ${name}`,
      paths: places.map(({ path }) => path),
      expected: "an existing namespace",
      fix: `${kubectl} create namespace ${name}${restricted ? label : ""}`,
      look: { kind: "namespace", name, ...(restricted && { podSecurity: "restricted" }) },
    };
  });
}

function platformNamespaces({ mlflow, mlops, telemetry }: StackConfig): (Wanted & { kind: string })[] {
  const standalone = telemetry?.kind === "standalone" ? telemetry : undefined;
  return [
    ...(mlflow ? [{ ...mlflow.namespace, path: "mlflow.namespace", own: true }] : []),
    // The pods of the vendor's chart are not known.
    ...(mlops ? [{ ...mlops.namespace, path: "mlops.namespace", own: false }] : []),
    ...(standalone ? [{ ...standalone.namespace, path: "telemetry.namespace", own: true }] : []),
  ];
}

/** Namespaces of routed Services. The stack creates a ReferenceGrant in each. */
function routedNamespaces({ gateway }: StackConfig): Wanted[] {
  return Object.entries(gateway?.routes ?? {})
    .filter(([, { service }]) => service.namespace !== gateway?.namespace)
    .map(([route, { service }]) => ({
      name: service.namespace,
      path: `gateway.routes.${route}.service.namespace`,
      own: false,
    }));
}

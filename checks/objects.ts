/** Preconditions on single objects that the config names or that the cluster has as a default. */
import type { StackConfig } from "../config/index.ts";
import type { Commands } from "./commands.ts";
import type { Detail, Precondition } from "./precondition.ts";

export function objectNeeds(config: StackConfig, commands: Commands): Precondition[] {
  return [...ofDatabase(config, commands), ...ofExposure(config, commands), ...ofGateway(config, commands)];
}

function ofDatabase({ mlflow, cluster }: StackConfig, commands: Commands): Precondition[] {
  if (mlflow?.database.kind !== "cluster") {
    return [];
  }
  const { storageClass, imageCatalog, majorVersion } = mlflow.database;
  const path = "mlflow.database.storageClass";
  const named = (name: string) =>
    object(commands, path, { apiVersion: "storage.k8s.io/v1", kind: "StorageClass", name });
  return [
    storageClass === undefined ? defaultStorageClass(commands, path) : named(storageClass),
    ...(imageCatalog === undefined
      ? []
      : [
          object(
            commands,
            "mlflow.database.imageCatalog.name",
            {
              apiVersion: "postgresql.cnpg.io/v1",
              ...imageCatalog,
              ...(imageCatalog.kind === "ImageCatalog" && { namespace: mlflow.namespace.name }),
            },
            { major: majorVersion },
          ),
        ]),
    {
      name: "Ports of the API server",
      paths: ["cluster.apiServerPorts"],
      expected: `the API server's endpoints at one of the ports ${cluster.apiServerPorts.join(", ")}, which the network policy of PostgreSQL allows`,
      fix: "",
      look: { kind: "apiServerPorts", ports: cluster.apiServerPorts, choose: (ports) => portsCommand(commands, ports) },
    },
  ];
}

function ofExposure({ mlflow }: StackConfig, commands: Commands): Precondition[] {
  switch (mlflow?.exposure.kind) {
    case "httpRoute": {
      const { name, namespace, sectionName } = mlflow.exposure.gateway;
      const reference = { apiVersion: "gateway.networking.k8s.io/v1", kind: "Gateway", name, namespace };
      return [
        object(commands, "mlflow.exposure.gateway.name", reference, { listener: sectionName, condition: "Accepted" }),
      ];
    }
    case "ingress": {
      const reference = {
        apiVersion: "networking.k8s.io/v1",
        kind: "IngressClass",
        name: mlflow.exposure.className,
      };
      return [object(commands, "mlflow.exposure.className", reference)];
    }
    default:
      return [];
  }
}

function ofGateway({ gateway }: StackConfig, commands: Commands): Precondition[] {
  if (gateway === undefined) {
    return [];
  }
  const { issuer, namespace } = gateway;
  const place = issuer.kind === "Issuer" ? { namespace } : {};
  const reference = { apiVersion: "cert-manager.io/v1", ...issuer, ...place };
  return [object(commands, "gateway.issuer.name", reference, { condition: "Ready" })];
}

/** An existing object, which the fix creates or replaces with another name in the config. */
function object(
  { kubectl, set }: Commands,
  path: string,
  reference: { apiVersion: string; kind: string; name: string; namespace?: string },
  has?: Detail,
): Precondition {
  const { kind, name, namespace } = reference;
  const details = [
    ...(has?.listener === undefined ? [] : [`with the listener ${has.listener}`]),
    ...(has?.major === undefined ? [] : [`with an image of PostgreSQL ${has.major}`]),
    ...(has?.condition === undefined ? [] : [has.condition]),
  ];
  const scope = namespace === undefined ? "" : ` --namespace ${namespace}`;
  return {
    name: `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`,
    paths: [path],
    expected: ["an existing object", ...details].join(", "),
    fix: `${kubectl}${scope} get ${kind.toLowerCase()}   # create ${name}, or set the name of another:\n${set(path, "<name>")}`,
    look: { kind: "object", reference, ...(has && { has }) },
  };
}

function defaultStorageClass({ kubectl, set }: Commands, path: string): Precondition {
  return {
    name: "Default StorageClass",
    paths: [path],
    expected: `a StorageClass that is the cluster's default, or one that ${path} names`,
    fix: `${kubectl} get storageclass   # create one and set its name:\n${set(path, "<name>")}`,
    look: { kind: "defaultStorageClass", choose: (name) => set(path, name) },
  };
}

function portsCommand({ set }: Commands, ports: number[]): string {
  return ports.map((port, index) => set(`cluster.apiServerPorts[${index}]`, port)).join(" && ");
}

import type { networking } from "@pulumi/kubernetes/types/input.js";
import { toDns, toHost, toPodIdentityAgent, toTcp } from "../kubernetes/networkPolicy.ts";
import type { DatabaseLogin, TelemetryArgs } from "./args.ts";

/** No ingress. Egress to DNS, the server, the database and, for IAM, the source of tokens. */
export function networkPolicySpec(
  { serverAddress, serverPodPort, database }: TelemetryArgs,
  labels: Record<string, string>,
): networking.v1.NetworkPolicySpec {
  const [server = "", port] = serverAddress.split(":");
  return {
    podSelector: { matchLabels: labels },
    policyTypes: ["Ingress", "Egress"],
    egress: [
      toDns,
      toHost(server, serverPodPort ?? Number(port)),
      toHost(database.host, database.port),
      ...toIdentity(database),
    ],
  };
}

/** IRSA gets tokens from STS, at any address; Pod Identity from its agent on the node. */
function toIdentity(database: DatabaseLogin): networking.v1.NetworkPolicyEgressRule[] {
  if (database.kind !== "iam") {
    return [];
  }
  return [database.roleArn === undefined ? toPodIdentityAgent : toTcp([443])];
}

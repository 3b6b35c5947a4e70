import { describe, expect, it } from "vitest";
import type { LiveObject } from "../../lib/liveCluster.ts";
import { definition, deployment } from "./clusterDouble.ts";
import { cnpg, lacks, operatorLabels, summary } from "./completeCluster.ts";

describe("a check of operators finds", () => {
  it.each<[string, Record<string, LiveObject | undefined>, [string, string, string]]>([
    [
      "an API that is not there",
      { [cnpg[1] ?? ""]: undefined },
      ["CloudNativePG", "unmet", "no databases.postgresql.cnpg.io"],
    ],
    [
      "an API at another version",
      { [cnpg[0] ?? ""]: definition(cnpg[0] ?? "", ["v1beta1"], ["v1"]) },
      ["CloudNativePG", "unmet", "clusters.postgresql.cnpg.io at v1beta1, not v1"],
    ],
    [
      "an operator that is not there",
      { operator: undefined },
      [
        "CloudNativePG",
        "unmet",
        "no Deployment labelled app.kubernetes.io/name=cloudnative-pg in namespace cnpg-system (its operator)",
      ],
    ],
    [
      "an operator in another namespace",
      { operator: deployment("databases/cnpg", operatorLabels) },
      ["CloudNativePG", "unmet", "its operator is in namespace databases"],
    ],
    [
      "an operator that is not ready",
      { operator: deployment("cnpg-system/cnpg", operatorLabels, { replicas: 2, available: 0 }) },
      [
        "CloudNativePG",
        "unmet",
        "its operator, Deployment cnpg-system/cnpg, is not ready: 0 of 2 replicas are available (Deployment does not have minimum availability.)",
      ],
    ],
    [
      "an API of monitoring that is not there",
      { "podmonitors.monitoring.coreos.com": undefined },
      ["Prometheus operator", "unmet", "no podmonitors.monitoring.coreos.com"],
    ],
  ])("%s", async (_case, changes, expected) => {
    expect(summary(await lacks(changes))).toEqual([expected]);
  });
});

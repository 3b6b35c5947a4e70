import { type Case, type CaseResource, resource } from "../../case.ts";

const claim = (name: string, options: { protect?: boolean; retainOnDelete?: boolean }): CaseResource =>
  resource(
    "kubernetes:core/v1:PersistentVolumeClaim",
    name,
    {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name, namespace: name },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    },
    options,
  );

const statefulSet = (name: string, whenScaled?: string): CaseResource =>
  resource("kubernetes:apps/v1:StatefulSet", name, {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name, namespace: name },
    spec: {
      serviceName: name,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [] } },
      ...(whenScaled && { persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled } }),
    },
  });

const protect = "stateful-resource-protected";
const retain = "stateful-resource-retained";
const volumes = "stateful-set-volumes-kept";

export const statefulResourceCases: Case[] = [
  {
    rule: protect,
    passes: [[claim(protect, { protect: true })]],
    fails: [[claim(`${protect}-2`, { retainOnDelete: true })]],
  },
  {
    rule: retain,
    passes: [[claim(retain, { retainOnDelete: true })]],
    fails: [[claim(`${retain}-2`, { protect: true })]],
  },
  {
    rule: volumes,
    passes: [[statefulSet(volumes)], [statefulSet(volumes, "Retain")]],
    fails: [[statefulSet(`${volumes}-2`, "Delete")]],
  },
];

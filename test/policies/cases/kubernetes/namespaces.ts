import { type Case, resource } from "../../case.ts";
import { deployment } from "../../pod.ts";

const namespace = "namespace-not-default";

const namespaceWith = (name: string, labels: Record<string, string>) =>
  resource("kubernetes:core/v1:Namespace", name, {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels },
  });

const enforced = "namespace-pod-security-enforced";

export const namespaceCases: Case[] = [
  {
    rule: enforced,
    passes: [[namespaceWith(enforced, { "pod-security.kubernetes.io/enforce": "restricted" })]],
    fails: [
      [namespaceWith(`${enforced}-2`, {})],
      [namespaceWith(`${enforced}-3`, { "pod-security.kubernetes.io/enforce": "baseline" })],
    ],
  },
  {
    rule: namespace,
    passes: [
      [deployment(namespace)],
      [resource("kubernetes:helm.sh/v3:Release", namespace, { chart: "app", version: "1.2.3", namespace })],
    ],
    fails: [
      [resource("kubernetes:helm.sh/v3:Release", `${namespace}-4`, { chart: "app", version: "1.2.3" })],
      [deployment(`${namespace}-2`, {}, { namespace: "default" })],
      [
        resource("kubernetes:core/v1:ConfigMap", `${namespace}-3`, {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: `${namespace}-3` },
          data: {},
        }),
      ],
    ],
  },
];

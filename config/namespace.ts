import { z } from "zod";
import { kubernetesName } from "./values.ts";

/** Namespaces that every cluster has. Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ */
const initial: Record<string, string | undefined> = {
  default: "default takes every object without a namespace, and Kubernetes advises against it in production",
  "kube-system": "kube-system is for objects of Kubernetes itself",
  "kube-public": "kube-public can be read by everybody, without authentication",
  "kube-node-lease": "kube-node-lease has the heartbeats of nodes",
};

/** A namespace for a platform and its Secrets: none that every cluster has. */
export const ownNamespace = kubernetesName.superRefine((name, context) => {
  const reserved = name.startsWith("kube-") ? "names that begin with kube- are reserved for Kubernetes" : undefined;
  const reason = initial[name] ?? reserved;
  if (reason !== undefined) {
    context.addIssue({ code: "custom", message: `a namespace of its own: ${reason}` });
  }
});

/** A namespace that the stack creates, or that exists. One that holds existing Secrets has to exist. */
export const namespaceChoice = z
  .strictObject({
    kind: z
      .enum(["managed", "existing"])
      .default("managed")
      .describe("`managed`: created by the stack. `existing`: there already."),
    name: ownNamespace.describe("Name of the namespace."),
  })
  .describe("Namespace of the platform.");

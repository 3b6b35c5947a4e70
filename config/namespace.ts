import { z } from "zod";
import { kubernetesName } from "./values.ts";

/** Namespaces that every cluster has. Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ */
const initial: Record<string, string | undefined> = {
  default: "default has whatever names no namespace, and Kubernetes advises against it in production",
  "kube-system": "kube-system is for objects that Kubernetes itself makes",
  "kube-public": "kube-public can be read by everybody, without authentication",
  "kube-node-lease": "kube-node-lease has the heartbeats of nodes",
};

/** A namespace that what is deployed may live in, with its Secrets. */
export const ownNamespace = kubernetesName.superRefine((name, context) => {
  const reserved = name.startsWith("kube-") ? "names that begin with kube- are reserved for Kubernetes" : undefined;
  const reason = initial[name] ?? reserved;
  if (reason !== undefined) {
    context.addIssue({ code: "custom", message: `a namespace of its own: ${reason}` });
  }
});

/** A namespace: made here, or brought. A namespace that holds existing Secrets has to be brought. */
export const namespaceChoice = z
  .strictObject({
    kind: z.enum(["managed", "existing"]).default("managed").describe("Made here, or there already."),
    name: ownNamespace.describe("Its name."),
  })
  .describe("The namespace everything of this platform lives in.");

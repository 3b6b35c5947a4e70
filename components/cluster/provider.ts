import { Provider } from "@pulumi/kubernetes/provider.js";

/**
 * The one Kubernetes provider of a stack: a process each, so every component shares it.
 *
 * @param settings `kubeconfig` is a path; `renderTo` a folder to write manifests to instead of reaching a cluster.
 */
export function kubernetesProvider(
  name: string,
  settings: { kubeconfig?: string | undefined; context?: string | undefined; renderTo?: string | undefined },
): Provider {
  const { kubeconfig, context, renderTo } = settings;
  return new Provider(name, {
    ...(kubeconfig && { kubeconfig }),
    ...(context && { context }),
    ...(renderTo
      ? { renderYamlToDirectory: renderTo }
      : // Safe since `ownResources` looks at what is there before: without these, what a killed update has made is in the
        // way of the next one, and so is a field that somebody has changed by hand.
        { upsertExistingObjects: true, enablePatchForce: true }),
  });
}

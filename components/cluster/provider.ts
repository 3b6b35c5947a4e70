import { Provider } from "@pulumi/kubernetes/provider.js";

/**
 * The Kubernetes provider of a stack. Each provider is a process, so all components share this one.
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
      : // `ownResources` checks existing objects first. Without these options, objects of a killed update and fields that
        // somebody changed by hand would fail the next update.
        { upsertExistingObjects: true, enablePatchForce: true }),
  });
}

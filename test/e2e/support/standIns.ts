/** What stands in a test's cluster for operators and other things that a stack takes to be there. None of it does anything. */

type Objects = Record<string, unknown>[];

/** Objects by what they stand for; CRDs come with the cluster. */
export const standIns = {
  certManager: [
    namespace("cert-manager"),
    ...deployment("cert-manager/cert-manager", component("cert-manager", "controller")),
    ...deployment("cert-manager/cert-manager-webhook", component("webhook", "webhook")),
  ],
  clusterIssuers: ["letsencrypt", "test"].map((name) => ({
    apiVersion: "cert-manager.io/v1",
    kind: "ClusterIssuer",
    metadata: { name },
    spec: { selfSigned: {} },
  })),
  postgresOperators: postgresOperators("cnpg-system"),
  envoyGateway: [
    namespace("envoy-gateway-system"),
    ...deployment("envoy-gateway-system/envoy-gateway", { "control-plane": "envoy-gateway" }),
  ],
  /** The one that the dev stack names. */
  gateway: [
    namespace("gateway"),
    {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "Gateway",
      metadata: { name: "mlops", namespace: "gateway" },
      spec: { gatewayClassName: "of-others", listeners: [{ name: "http", port: 80, protocol: "HTTP" }] },
    },
  ],
  ingress: [
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "IngressClass",
      metadata: { name: "nginx" },
      spec: { controller: "k8s.io/ingress-nginx" },
    },
  ],
  /** Its API, and the operators where its owners install them. */
  openshift: [
    ...postgresOperators("openshift-operators"),
    {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "routes.route.openshift.io" },
      spec: {
        group: "route.openshift.io",
        names: { kind: "Route", plural: "routes", singular: "route" },
        scope: "Namespaced",
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
          },
        ],
      },
    },
  ],
} satisfies Record<string, Objects>;

export type StandIn = keyof typeof standIns;

function namespace(name: string): Record<string, unknown> {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name } };
}

function component(name: string, part: string): Record<string, string> {
  return { "app.kubernetes.io/name": name, "app.kubernetes.io/component": part };
}

function postgresOperators(place: string): Objects {
  return [
    namespace(place),
    ...deployment(`${place}/cnpg-controller-manager`, { "app.kubernetes.io/name": "cloudnative-pg" }),
    ...deployment(`${place}/barman-cloud`, { app: "barman-cloud" }),
  ];
}

/** A Deployment with one pod, which becomes ready on a fake node. */
function deployment(id: string, labels: Record<string, string>): Objects {
  const [namespace, name = ""] = id.split("/");
  const selector = { "e2e.mlops-platform/stand-in": name };
  return [
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, namespace, labels },
      spec: {
        selector: { matchLabels: selector },
        template: {
          metadata: { labels: selector },
          spec: { containers: [{ name: "none", image: "example.com/none:1" }] },
        },
      },
    },
  ];
}

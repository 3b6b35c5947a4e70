/**
 * Operators that the stack relies on and does not install: the versions of their APIs that it uses, and the Deployments
 * that must run. The labels come from the charts and manifests named beside them.
 */
import type { StackConfig } from "../config/index.ts";
import { manifests } from "../versions.ts";
import type { Commands } from "./commands.ts";
import type { Precondition, RunningDeployment, ServedDefinitions } from "./precondition.ts";

interface Operator {
  name: string;
  paths: string[];
  fix: string;
  definitions: ServedDefinitions[];
  deployments: RunningDeployment[];
}

export function operatorNeeds(config: StackConfig, commands: Commands): Precondition[] {
  const operators = [
    certManager(config, commands),
    cloudnativePg(config, commands),
    barmanCloud(config, commands),
    envoyGateway(config, commands),
    gatewayApi(config, commands),
    prometheusOperator(config, commands),
  ].filter((operator) => operator !== undefined);
  return [...operators.map((operator) => precondition(operator, commands)), ...openshiftRoutes(config)];
}

function precondition({ name, paths, fix, definitions, deployments }: Operator, { kubectl }: Commands): Precondition {
  const apis = definitions.flatMap(({ version, names }) => names.map((each) => `${each} ${version}`));
  const running = deployments.map(({ what, namespace }) =>
    namespace === undefined ? `${what} ready` : `${what} ready in namespace ${namespace}`,
  );
  return {
    name,
    paths,
    expected: [apis.join(", "), ...running].join("; "),
    fix,
    look: { kind: "operator", definitions, deployments, kubectl },
  };
}

/** Labels: cert-manager's chart, `deployment.yaml` and `webhook-deployment.yaml`; its static manifest has the same. */
function certManager({ cluster, gateway, objectStore }: StackConfig, { set }: Commands): Operator | undefined {
  const { certManager, barmanCloud } = cluster.operators;
  const paths = [
    ...(barmanCloud.install ? ["cluster.operators.barmanCloud.install"] : []),
    ...(objectStore?.kind === "s3" && objectStore.server ? ["objectStore.server"] : []),
    ...(gateway ? ["gateway.issuer"] : []),
  ];
  const issuers = gateway?.issuer.kind === "ClusterIssuer" ? ["clusterissuers.cert-manager.io"] : [];
  const selector = (name: string, component: string) =>
    `app.kubernetes.io/name=${name},app.kubernetes.io/component=${component}`;
  return paths.length === 0 || certManager.install
    ? undefined
    : {
        name: "cert-manager",
        paths,
        fix: set("cluster.operators.certManager.install", true),
        definitions: [
          { version: "v1", names: ["certificates.cert-manager.io", "issuers.cert-manager.io", ...issuers] },
        ],
        deployments: [
          { what: "its controller", selectors: [selector("cert-manager", "controller")] },
          { what: "its webhook", selectors: [selector("webhook", "webhook")] },
        ],
      };
}

/** Label: chart cloudnative-pg 0.29.0; the operator's `config/manager`, of which its manifest and bundle are made. */
function cloudnativePg({ cluster, mlflow }: StackConfig, { set }: Commands): Operator | undefined {
  if (mlflow?.database.kind !== "cluster" || cluster.operators.cloudnativePg.install) {
    return undefined;
  }
  const catalog =
    mlflow.database.imageCatalog?.kind === "ClusterImageCatalog" ? "clusterimagecatalogs" : "imagecatalogs";
  const kinds = ["clusters", "databases", "scheduledbackups", catalog];
  return {
    name: "CloudNativePG",
    paths: ["mlflow.database"],
    fix: set("cluster.operators.cloudnativePg.install", true),
    definitions: [{ version: "v1", names: kinds.map((kind) => `${kind}.postgresql.cnpg.io`) }],
    deployments: [
      {
        what: "its operator",
        selectors: ["app.kubernetes.io/name=cloudnative-pg"],
        namespace: cluster.operatorNamespace,
        choose: (namespace) => set("cluster.operatorNamespace", namespace),
      },
    ],
  };
}

/** Labels: chart plugin-barman-cloud 0.7.0; the plugin's manifest, `kubernetes/deployment.yaml`. */
function barmanCloud({ cluster, mlflow }: StackConfig, { set }: Commands): Operator | undefined {
  return mlflow?.database.kind !== "cluster" || cluster.operators.barmanCloud.install
    ? undefined
    : {
        name: "Barman Cloud plugin",
        paths: ["mlflow.database.backups"],
        fix: set("cluster.operators.barmanCloud.install", true),
        definitions: [{ version: "v1", names: ["objectstores.barmancloud.cnpg.io"] }],
        deployments: [
          {
            what: "the plugin",
            selectors: ["app.kubernetes.io/name=plugin-barman-cloud", "app=barman-cloud"],
            namespace: cluster.operatorNamespace,
          },
        ],
      };
}

/** Label: chart gateway-helm 1.9.1, which adds it to what its names make. */
function envoyGateway({ gateway }: StackConfig, { set }: Commands): Operator | undefined {
  if (gateway === undefined || gateway.controller.install) {
    return undefined;
  }
  const standard = ["gatewayclasses", "gateways", "httproutes", "referencegrants"];
  const own = [
    "backendtrafficpolicies",
    "clienttrafficpolicies",
    "envoyextensionpolicies",
    "envoyproxies",
    "httproutefilters",
    "securitypolicies",
  ];
  return {
    name: "Envoy Gateway",
    paths: ["gateway.controller"],
    fix: set("gateway.controller.install", true),
    definitions: [
      { version: "v1", names: standard.map((kind) => `${kind}.gateway.networking.k8s.io`) },
      { version: "v1alpha1", names: own.map((kind) => `${kind}.gateway.envoyproxy.io`) },
    ],
    deployments: [
      {
        what: "its controller",
        selectors: ["control-plane=envoy-gateway"],
        namespace: gateway.namespace,
        choose: (namespace) => set("gateway.namespace", namespace),
      },
    ],
  };
}

/** The API only: the Gateway of MLflow's route and its controller are not managed by this stack. */
function gatewayApi({ mlflow }: StackConfig, { kubectl }: Commands): Operator | undefined {
  return mlflow?.exposure.kind !== "httpRoute"
    ? undefined
    : {
        name: "Gateway API",
        paths: ["mlflow.exposure"],
        fix: `${kubectl} apply --server-side --filename ${manifests.gatewayApi}`,
        definitions: [
          { version: "v1", names: ["gateways.gateway.networking.k8s.io", "httproutes.gateway.networking.k8s.io"] },
        ],
        deployments: [],
      };
}

/** The API only: another program than the Prometheus operator may read its objects. */
function prometheusOperator({ mlflow }: StackConfig, { kubectl, set }: Commands): Operator | undefined {
  if (!mlflow?.monitoring) {
    return undefined;
  }
  const ofDatabase = mlflow.database.kind === "cluster" ? ["podmonitors", "prometheusrules"] : [];
  return {
    name: "Prometheus operator",
    paths: ["mlflow.monitoring"],
    fix: `${kubectl} create --filename ${manifests.prometheusOperator}\n# or disable monitoring:\n${set("mlflow.monitoring", false)}`,
    definitions: [
      { version: "v1", names: ["servicemonitors", ...ofDatabase].map((kind) => `${kind}.monitoring.coreos.com`) },
    ],
    deployments: [],
  };
}

/** OpenShift routes are an aggregated API, not a CustomResourceDefinition. */
function openshiftRoutes({ mlflow }: StackConfig): Precondition[] {
  return mlflow?.exposure.kind === "route"
    ? [
        {
          name: "OpenShift Route",
          paths: ["mlflow.exposure"],
          expected: "the API route.openshift.io/v1, which OpenShift has",
          fix: "oc get clusteroperators openshift-apiserver ingress",
          look: { kind: "api", group: "route.openshift.io", version: "v1" },
        },
      ]
    : [];
}

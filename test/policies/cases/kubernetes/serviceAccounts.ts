import { type Case, type CaseResource, resource } from "../../case.ts";
import { deployment, podCase } from "../../pod.ts";

const token = "workload-token-not-mounted";

const mounted = { pod: { automountServiceAccountToken: true } };
const unsaid = { pod: { automountServiceAccountToken: undefined } };

/** A token by a volume; for the API server, unless it is for another audience. */
const projected = (audience: string | undefined) => ({
  pod: { volumes: [{ name: "token", projected: { sources: [{ serviceAccountToken: { path: "token", audience } }] } }] },
});

const account = (name: string, automountServiceAccountToken: boolean): CaseResource =>
  resource("kubernetes:core/v1:ServiceAccount", `${name}-account`, {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace: name },
    automountServiceAccountToken,
  });

const binding = (name: string, subject = name): CaseResource =>
  resource("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", `${name}-binding`, {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: { name, namespace: name },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
    subjects: [{ kind: "ServiceAccount", name: subject }],
  });

export const serviceAccountCases: Case[] = [
  podCase(
    "workload-service-account-own",
    [],
    [{ pod: { serviceAccountName: "default" } }, { pod: { serviceAccountName: undefined } }],
  ),
  {
    rule: token,
    passes: [
      [deployment(token)],
      [deployment(token, unsaid), account(token, false)],
      [deployment(token, mounted), binding(token)],
      [deployment(token, projected("sts.amazonaws.com"))],
    ],
    fails: [
      [deployment(`${token}-5`, projected(undefined))],
      [deployment(`${token}-2`, mounted)],
      [deployment(`${token}-3`, unsaid), account(`${token}-3`, true)],
      [deployment(`${token}-4`, mounted), binding(`${token}-4`, "another")],
    ],
  },
];

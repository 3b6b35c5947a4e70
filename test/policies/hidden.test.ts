/** Unknown and masked values where any value would violate the rule, and where none may. */
import { describe, expect, it, test } from "vitest";
import { UNKNOWN } from "../../graph/inputs.ts";
import { mask } from "../../lib/secrets/mask.ts";
import { evaluate } from "../../policies/engine/evaluate.ts";
import { rules } from "../../policies/rules/families.ts";
import { selects } from "../../policies/rules/kubernetes/selectors.ts";
import { type CaseResource, stackOf } from "./case.ts";
import { deployment } from "./pod.ts";

const evaluation = { settings: { levels: {}, exceptions: [] }, today: "2026-11-21" };

const found = (...resources: CaseResource[]) => evaluate(rules, stackOf(resources), evaluation).map(({ rule }) => rule);

const pod = (spec: object) => deployment("app", { pod: spec });
const container = (change: object) => deployment("app", { container: change });

const ingress = (host: string, tls?: object[]): CaseResource => ({
  type: "kubernetes:networking.k8s.io/v1:Ingress",
  name: "app",
  inputs: { metadata: { name: "app", namespace: "app" }, spec: { rules: [{ host }], tls } },
});

describe.each([
  ["an unknown value", UNKNOWN],
  ["a masked secret", mask],
])("%s is found", (_, value) => {
  it.each<[string, string, CaseResource]>([
    ["as the path of a node", "pod-host-path-none", pod({ volumes: [{ name: "data", hostPath: value }] })],
    ["in the path of a node", "pod-host-path-none", pod({ volumes: [{ name: "data", hostPath: { path: value } }] })],
    ["as the port of a node", "pod-host-ports-none", container({ ports: [{ containerPort: 80, hostPort: value }] })],
    [
      "as the host of a probe",
      "pod-probe-hosts-none",
      container({ livenessProbe: { httpGet: { host: value, port: 80 } } }),
    ],
    ["as an SELinux user", "pod-selinux-kept", container({ securityContext: { seLinuxOptions: { user: value } } })],
    ["as an SELinux role", "pod-selinux-kept", pod({ securityContext: { seLinuxOptions: { role: value } } })],
    ["as a host without TLS", "ingress-tls-set", ingress(value)],
  ])("%s", (_case, rule, resource) => {
    expect(found(resource)).toContain(rule);
  });

  it("only where no value would be right: not beside a host with TLS, nor in an unknown probe", () => {
    expect(found(ingress(value, [{ hosts: ["app.example.com"] }]))).not.toContain("ingress-tls-set");
    expect(found(container({ livenessProbe: { httpGet: value } }))).not.toContain("pod-probe-hosts-none");
  });
});

describe("a masked secret is found", () => {
  it.each<[string, string, CaseResource]>([
    ["in a variable of any name", "container-secrets-referenced", container({ env: [{ name: "ANY", value: mask }] })],
    ["in an argument", "container-secrets-referenced", container({ args: [`--key=${mask}`] })],
    ["as a key of S3", "s3-keys-from-secrets", container({ env: [{ name: "AWS_ACCESS_KEY_ID", value: mask }] })],
    [
      "in a ConfigMap",
      "config-map-secrets-none",
      { type: "kubernetes:core/v1:ConfigMap", name: "app", inputs: { data: { "app.ini": `key = ${mask}` } } },
    ],
  ])("%s", (_case, rule, resource) => {
    expect(found(resource)).toContain(rule);
  });
});

test.each([UNKNOWN, mask])("a label with the value %s may match every expression about its value", (value) => {
  for (const operator of ["In", "NotIn"]) {
    const selector = { matchExpressions: [{ key: "app", operator, values: ["other"] }] };
    expect(selects(selector, { app: value })).toBe(true);
  }
});

test.each([UNKNOWN, mask])("a service account named %s may be any", (value) => {
  const account = {
    type: "kubernetes:core/v1:ServiceAccount",
    name: "account",
    inputs: { metadata: { name: "other", namespace: "app" }, automountServiceAccountToken: true },
  };
  const unsaid = { automountServiceAccountToken: undefined, serviceAccountName: value };
  expect(found(pod(unsaid), account)).not.toContain("workload-token-not-mounted");
});

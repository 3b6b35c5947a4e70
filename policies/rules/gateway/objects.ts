/** Objects of the Gateway API 1.6 and of Envoy Gateway 1.9, as far as rules read them, and the references between them. */

import type { Resource } from "../../../graph/resource.ts";
import type { Stack } from "../../engine/stack.ts";
import { isKnown, isSet, itemsOf, mayBe, mayEqual, within } from "../../engine/unknown.ts";
import { type KubernetesObject, labelsOf, nameOf, namespaceOf, shareNamespace } from "../kubernetes/objects.ts";
import { type LabelSelector, selects } from "../kubernetes/selectors.ts";

const gatewayApi = "kubernetes:gateway.networking.k8s.io/v1:";
const envoyGateway = "kubernetes:gateway.envoyproxy.io/v1alpha1:";

export const types = {
  gateway: `${gatewayApi}Gateway`,
  route: `${gatewayApi}HTTPRoute`,
  grpcRoute: `${gatewayApi}GRPCRoute`,
  grant: `${gatewayApi}ReferenceGrant`,
  securityPolicy: `${envoyGateway}SecurityPolicy`,
  trafficPolicy: `${envoyGateway}BackendTrafficPolicy`,
};

export interface Listener {
  name: string;
  protocol: string;
  port?: number;
  hostname?: string;
  tls?: { mode?: string; certificateRefs?: Reference[] };
  allowedRoutes?: { namespaces?: { from?: string; selector?: LabelSelector } };
}

export interface Reference {
  group?: string;
  kind?: string;
  name: string;
  namespace?: string;
  sectionName?: string;
  port?: number;
}

export interface RouteRule {
  name?: string;
  matches?: { path?: { type?: string; value?: string }; method?: string }[];
  filters?: {
    type: string;
    requestRedirect?: { scheme?: string };
    urlRewrite?: { path?: { replaceFullPath?: string; replacePrefixMatch?: string } };
    cors?: { allowOrigins?: string[]; allowCredentials?: boolean };
  }[];
  backendRefs?: Reference[];
}

export type Gateway = KubernetesObject<{ listeners?: Listener[] }>;
export type Route = KubernetesObject<{ parentRefs?: Reference[]; hostnames?: string[]; rules?: RouteRule[] }>;

/** Selects objects of a kind by their labels. */
type TargetSelector = LabelSelector & { kind: string };

/** A policy of Envoy Gateway: its targets and its settings. */
export type Policy<Spec = object> = KubernetesObject<
  { targetRef?: Reference; targetRefs?: Reference[]; targetSelectors?: TargetSelector[]; mergeType?: string } & Spec
>;

/** Listeners of the stack's Gateways that a route is certainly attached to, each with its Gateway. */
export function listenersOf(
  route: Resource<Route>,
  stack: Stack,
): { gateway: Resource<Gateway>; listener: Listener }[] {
  return parentsOf(route, stack).flatMap(({ reference, gateway }) =>
    listenersIn(gateway)
      .filter(({ name }) => !isSet(reference.sectionName) || reference.sectionName === name)
      .filter(({ port }) => !isSet(reference.port) || reference.port === port)
      .map((listener) => ({ gateway, listener })),
  );
}

/** Parent references of a route, each with its Gateway, where that is in the stack. */
export function parentsOf(
  route: Resource<Route>,
  stack: Stack,
): { reference: Reference; gateway: Resource<Gateway> }[] {
  const references = itemsOf(within(route.inputs.spec, ({ parentRefs }) => parentRefs));
  return references.flatMap((reference) => {
    const namespace = reference.namespace ?? namespaceOf(route);
    const isMeant = (gateway: Resource<Gateway>) =>
      mayEqual(nameOf(gateway), reference.name) && mayEqual(namespaceOf(gateway), namespace);
    const gateway = mayBe(reference.kind ?? "Gateway", "Gateway") && stack.all<Gateway>(types.gateway).find(isMeant);
    return gateway ? [{ reference, gateway }] : [];
  });
}

export function listenersIn({ inputs }: Resource<Gateway>): readonly Listener[] {
  return itemsOf(within(inputs.spec, ({ listeners }) => listeners)).filter(isKnown);
}

export function rulesOf({ inputs }: Resource<Route>): readonly RouteRule[] {
  return itemsOf(within(inputs.spec, ({ rules }) => rules));
}

/** Targets that a policy names. */
export function targetsOf({ inputs }: Resource<Policy>): readonly Reference[] {
  const one = within(inputs.spec, ({ targetRef }) => targetRef);
  const many = itemsOf(within(inputs.spec, ({ targetRefs }) => targetRefs));
  return typeof one === "object" ? [one, ...many] : many;
}

/** Selectors of targets by labels. */
export function targetSelectorsOf({ inputs }: Resource<Policy>): readonly TargetSelector[] {
  return itemsOf(within(inputs.spec, ({ targetSelectors }) => targetSelectors));
}

/** Policies of a type that target an object or a part of it. */
export function policiesOn<Spec>(
  type: string,
  kind: "Gateway" | "HTTPRoute",
  object: Resource,
  stack: Stack,
): { policy: Resource<Policy<Spec>>; target: Reference }[] {
  return stack
    .all<Policy<Spec>>(type)
    .filter((policy) => shareNamespace(policy, object))
    .flatMap((policy) => {
      const whole = { kind, name: nameOf(object) };
      const selected = targetSelectorsOf(policy).filter(
        (each) => each.kind === kind && selects(each, labelsOf(object)),
      );
      const targets = !isKnown(policy.inputs.spec) ? [whole] : targetsOf(policy);
      return [...targets, ...selected.map(() => whole)]
        .filter((target) => mayBe(target.kind, kind) && mayEqual(target.name, nameOf(object)))
        .map((target) => ({ policy, target }));
    });
}

type Grant = KubernetesObject<{ from?: { group: string; kind: string; namespace: string }[]; to?: Reference[] }>;

/** Whether objects of a kind and namespace may refer to an object of another namespace. */
export function isReferenceGranted(
  from: { kind: string; namespace: string },
  to: Reference & { kind: string },
  stack: Stack,
): boolean {
  return stack
    .all<Grant>(types.grant)
    .some(
      (grant) =>
        namespaceOf(grant) === to.namespace &&
        within(grant.inputs.spec, (spec) => isGrantedBy(spec, from, to)) !== false,
    );
}

function isGrantedBy(
  { from, to }: NonNullable<Grant["spec"]>,
  referrer: { kind: string; namespace: string },
  target: Reference & { kind: string },
): boolean {
  return (
    itemsOf(from).some(({ kind, namespace }) => kind === referrer.kind && mayBe(namespace, referrer.namespace)) &&
    itemsOf(to).some(({ kind, name }) => kind === target.kind && (!isSet(name) || mayBe(name, target.name)))
  );
}

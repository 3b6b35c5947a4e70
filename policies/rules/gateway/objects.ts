/** Objects of the Gateway API 1.6 and of Envoy Gateway 1.9, as far as rules read them, and how they belong together. */

import { type Resource, unknown } from "../../engine/rule.ts";
import type { Stack } from "../../engine/stack.ts";
import {
  areInOneNamespace,
  isGiven,
  isSeen,
  type KubernetesObject,
  type LabelSelector,
  type Labels,
  list,
  mayBe,
  maySame,
  nameOf,
  namespaceOf,
  selects,
  within,
} from "../kubernetes/objects.ts";

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

/** Objects of a kind by their labels. */
type TargetSelector = LabelSelector & { kind: string };

/** A policy of Envoy Gateway: what it hangs on, and what it says. */
export type Policy<Spec = object> = KubernetesObject<
  { targetRef?: Reference; targetRefs?: Reference[]; targetSelectors?: TargetSelector[]; mergeType?: string } & Spec
>;

/** Listeners of the stack's Gateways that a route hangs on for certain, each with the Gateway. */
export function listenersOf(
  route: Resource<Route>,
  stack: Stack,
): { gateway: Resource<Gateway>; listener: Listener }[] {
  return parentsOf(route, stack).flatMap(({ reference, gateway }) =>
    listenersIn(gateway)
      .filter(({ name }) => !isGiven(reference.sectionName) || reference.sectionName === name)
      .filter(({ port }) => !isGiven(reference.port) || reference.port === port)
      .map((listener) => ({ gateway, listener })),
  );
}

/** What a route hangs on, where the Gateway is of the stack. */
export function parentsOf(
  route: Resource<Route>,
  stack: Stack,
): { reference: Reference; gateway: Resource<Gateway> }[] {
  const references = list(within(route.inputs.spec, ({ parentRefs }) => parentRefs));
  return references.flatMap((reference) => {
    const namespace = reference.namespace ?? namespaceOf(route);
    const isMeant = (gateway: Resource<Gateway>) =>
      maySame(nameOf(gateway), reference.name) && maySame(namespaceOf(gateway), namespace);
    const gateway = mayBe(reference.kind ?? "Gateway", "Gateway") && stack.all<Gateway>(types.gateway).find(isMeant);
    return gateway ? [{ reference, gateway }] : [];
  });
}

export function listenersIn({ inputs }: Resource<Gateway>): readonly Listener[] {
  return list(within(inputs.spec, ({ listeners }) => listeners)).filter(isSeen);
}

export function rulesOf({ inputs }: Resource<Route>): readonly RouteRule[] {
  return list(within(inputs.spec, ({ rules }) => rules));
}

/** What a policy hangs on. */
export function targetsOf({ inputs }: Resource<Policy>): readonly Reference[] {
  const one = within(inputs.spec, ({ targetRef }) => targetRef);
  const many = list(within(inputs.spec, ({ targetRefs }) => targetRefs));
  return typeof one === "object" ? [one, ...many] : many;
}

/** What a policy hangs on by labels. */
export function targetSelectorsOf({ inputs }: Resource<Policy>): readonly TargetSelector[] {
  return list(within(inputs.spec, ({ targetSelectors }) => targetSelectors));
}

/** Policies of a type that hang on an object, or on a part of it. */
export function policiesOn<Spec>(
  type: string,
  kind: "Gateway" | "HTTPRoute",
  object: Resource,
  stack: Stack,
): { policy: Resource<Policy<Spec>>; target: Reference }[] {
  return stack
    .all<Policy<Spec>>(type)
    .filter((policy) => areInOneNamespace(policy, object))
    .flatMap((policy) => {
      const whole = { kind, name: nameOf(object) };
      const selected = targetSelectorsOf(policy).filter(
        (each) => each.kind === kind && selects(each, labelsOf(object)),
      );
      const targets = (policy.inputs.spec as unknown) === unknown ? [whole] : targetsOf(policy);
      return [...targets, ...selected.map(() => whole)]
        .filter((target) => mayBe(target.kind, kind) && maySame(target.name, nameOf(object)))
        .map((target) => ({ policy, target }));
    });
}

function labelsOf({ inputs }: Resource): Labels {
  return within((inputs as KubernetesObject).metadata, ({ labels }) => labels);
}

type Grant = KubernetesObject<{ from?: { group: string; kind: string; namespace: string }[]; to?: Reference[] }>;

/** Whether objects of a kind and namespace may refer to an object of another namespace. */
export function isGranted(
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
    list(from).some(({ kind, namespace }) => kind === referrer.kind && mayBe(namespace, referrer.namespace)) &&
    list(to).some(({ kind, name }) => kind === target.kind && (!isGiven(name) || mayBe(name, target.name)))
  );
}

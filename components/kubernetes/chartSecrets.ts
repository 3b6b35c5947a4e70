import {
  type ComponentResourceOptions,
  type CustomResourceOptions,
  type Inputs,
  isSecret,
  output,
  type ResourceTransform,
  secret,
} from "@pulumi/pulumi";

/** Parts that only say which object it is, as names in the state do anyway. */
const open = { object: ["apiVersion", "kind"], metadata: ["name", "namespace"] };

/** What the provider adds to an object: the inputs once more, and what the cluster says. */
const added = ["__inputs", "status"];

/**
 * Options for a chart that the Kubernetes provider renders (`helm.v4.Chart`). It hands secret values to the templates in
 * clear, and the objects that come out know nothing of secrets (pulumi-kubernetes 4.32.0,
 * `provider/pkg/provider/helm/v4/chart.go`). Where the values hold a secret, any part of any object may be made of it,
 * so all of an object but its name and kind is a secret: in the state, its history and all that is shown.
 *
 * It is no `transformation`: the SDK runs these in the program, and the objects are made in the provider.
 */
export function sealedObjectsOf(values: Inputs): ComponentResourceOptions {
  const seal: ResourceTransform = async ({ custom, props, opts }) =>
    custom && (await isSecret(output(values)))
      ? { props: sealedObject(props), opts: sealedOutputs(props, opts) }
      : undefined;
  return { transforms: [seal] };
}

/** The inputs of a Kubernetes object with all that may be made of a secret as a secret. */
export function sealedObject({ metadata, ...rest }: Inputs): Inputs {
  const { metadata: shown } = open;
  return {
    ...sealed(rest, open.object),
    ...(metadata !== undefined && { metadata: isMap(metadata) ? sealed(metadata, shown) : secret(metadata) }),
  };
}

/** The provider marks outputs after the inputs, but not all of them: none of a Secret's metadata, for one. */
function sealedOutputs(props: Inputs, opts: CustomResourceOptions): CustomResourceOptions {
  const outputs = Object.keys(props).filter((key) => !open.object.includes(key));
  return { ...opts, additionalSecretOutputs: [...(opts.additionalSecretOutputs ?? []), ...outputs, ...added] };
}

function sealed(map: Inputs, open: string[]): Inputs {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [key, open.includes(key) ? value : secret(value)]),
  );
}

/** Outputs are none: what they hold can't be told apart. */
function isMap(value: unknown): value is Inputs {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

import {
  type ComponentResourceOptions,
  type CustomResourceOptions,
  type Inputs,
  isSecret,
  output,
  type ResourceTransform,
  secret,
} from "@pulumi/pulumi";

/** Fields that only identify the object, as its URN in the state does. */
const publicFields = { object: ["apiVersion", "kind"], metadata: ["name", "namespace"] };

/** Outputs that the provider adds to an object: a copy of its inputs, and its status. */
const addedOutputs = ["__inputs", "status"];

/**
 * Options for a chart that the Kubernetes provider renders (`helm.v4.Chart`). It passes secret values to the templates
 * in clear, and the rendered objects are not marked as secrets (pulumi-kubernetes 4.32.0,
 * `provider/pkg/provider/helm/v4/chart.go`). Where the values hold a secret, any part of any object may contain it, so
 * everything but an object's name and kind becomes a secret: in the state, its history and all output.
 *
 * A `transformation` would not do: the SDK runs these in the program, and the provider makes the objects.
 */
export function sealedObjectsOf(values: Inputs): ComponentResourceOptions {
  const seal: ResourceTransform = async ({ custom, props, opts }) =>
    custom && (await isSecret(output(values)))
      ? { props: sealedObject(props), opts: sealedOutputs(props, opts) }
      : undefined;
  return { transforms: [seal] };
}

/** The inputs of a Kubernetes object, with every field that may contain a secret marked as one. */
export function sealedObject({ metadata, ...rest }: Inputs): Inputs {
  const { metadata: shown } = publicFields;
  return {
    ...sealed(rest, publicFields.object),
    ...(metadata !== undefined && { metadata: isMap(metadata) ? sealed(metadata, shown) : secret(metadata) }),
  };
}

/** The provider derives secret outputs from the inputs, but misses some: a Secret's metadata, for one. */
function sealedOutputs(props: Inputs, opts: CustomResourceOptions): CustomResourceOptions {
  const outputs = Object.keys(props).filter((key) => !publicFields.object.includes(key));
  return { ...opts, additionalSecretOutputs: [...(opts.additionalSecretOutputs ?? []), ...outputs, ...addedOutputs] };
}

function sealed(map: Inputs, exceptions: string[]): Inputs {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => [key, exceptions.includes(key) ? value : secret(value)]),
  );
}

/** False for outputs, whose fields are not known yet. */
function isMap(value: unknown): value is Inputs {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Maps of inputs that are completed before registration, even where values are not known yet. */
import { type Input, type Inputs, output } from "@pulumi/pulumi";

/** Inputs of a Kubernetes object with its labels or annotations completed. */
export function withMetadata(props: Inputs, key: "labels" | "annotations", complete: (own: Inputs) => Inputs): Inputs {
  const metadata = completed(props.metadata, (own) => ({ ...own, [key]: completed(own[key], complete) }));
  return { ...props, metadata };
}

/** A plain map is completed at once, an output when it is known. */
export function completed(value: Input<Inputs> | undefined, complete: (own: Inputs) => Inputs): Input<Inputs> {
  const isPlain = value === undefined || Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? complete((value as Inputs | undefined) ?? {}) : output(value).apply((own) => complete(own ?? {}));
}

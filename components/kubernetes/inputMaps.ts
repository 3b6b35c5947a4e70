/** Maps of inputs that are completed before they are registered, whatever of them is known. */
import { type Input, type Inputs, output } from "@pulumi/pulumi";

/** Inputs of a Kubernetes object with other labels or annotations than its own. */
export function withMetadata(props: Inputs, key: "labels" | "annotations", complete: (own: Inputs) => Inputs): Inputs {
  const metadata = completed(props.metadata, (own) => ({ ...own, [key]: completed(own[key], complete) }));
  return { ...props, metadata };
}

/** Most values are plain; those that are not stay as they are until they are known. */
export function completed(value: Input<Inputs> | undefined, complete: (own: Inputs) => Inputs): Input<Inputs> {
  const isPlain = value === undefined || Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? complete((value as Inputs | undefined) ?? {}) : output(value).apply((own) => complete(own ?? {}));
}

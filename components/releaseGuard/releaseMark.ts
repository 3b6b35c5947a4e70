import { childOf, type Json } from "../../lib/json.ts";
import type { Product } from "../../releases/engine/release.ts";

/** Label of an object with the version that it runs. */
export const versionLabel = "app.kubernetes.io/version";

/** Description of a Helm release, with the release of the product that it deploys. */
export function releaseDescription({ name }: Pick<Product, "name">, release: string): string {
  return `${name} ${release}`;
}

/** The release in the inputs of a resource: in a Helm release's description, or else in an object's label. */
export function releaseIn({ name }: Pick<Product, "name">, inputs: Json | undefined): string | undefined {
  const description = childOf(inputs, "description");
  const label = childOf(childOf(childOf(inputs, "metadata"), "labels"), versionLabel);
  const described = typeof description === "string" && description.startsWith(`${name} `);
  const release = described ? description.slice(name.length + 1) : label;
  return typeof release === "string" && /^v?\d/.test(release) ? release : undefined;
}

import { imageParts } from "../engine/inventory.ts";

/** `3.17.2` of an image with the tag `v3.17.2-full`. A digest, or a tag of another form, names no version. */
export function mlflowVersion(image: string): string | undefined {
  const [, version] = /^v?(\d+\.\d+(?:\.\w+)*)/.exec(imageParts(image).tag ?? "") ?? [];
  return version;
}

/** Runtime images of deployments. As of 0.69 each release has its own (guide: MLOPs runtimes). */

import type { Json } from "../../lib/json.ts";
import { type Edit, type Reason, translate } from "../engine/edits.ts";
import { type Deployment, imageParts } from "../engine/inventory.ts";
import type { Context } from "../engine/places.ts";
import { compareVersions } from "../engine/versions.ts";
import type { Answers } from "./answers.ts";

/** Raises an older tag to this version and keeps its form, with or without a leading `v`. */
export function raisedImage(
  version: string,
  why: Reason & { when?(context: Context<Answers>): boolean },
): Edit<Answers> {
  return translate("image", (image) => raised(image, version), why);
}

/** Whether the image has a digest, no tag, or a tag such as `latest`. */
export function hasNoVersion({ image }: Deployment): boolean {
  return typeof image === "string" && image !== "" && versionOf(image) === undefined;
}

function raised(image: Json, version: string): Json {
  const tag = typeof image === "string" ? versionOf(image) : undefined;
  if (typeof image !== "string" || tag === undefined || compareVersions(tag, version) >= 0) {
    return image;
  }
  return `${image.slice(0, -tag.length)}${tag.startsWith("v") ? "v" : ""}${version}`;
}

/** The tag if it is like `1.5.2` or `v1.5.2`. Tags like `1.10.6-cuda11.2.2` have another scheme. */
function versionOf(image: string): string | undefined {
  const { tag, digest } = imageParts(image);
  return digest === undefined && tag !== undefined && /^v?\d+\.\d+\.\d+$/.test(tag) ? tag : undefined;
}

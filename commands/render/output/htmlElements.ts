/** HTML elements that the parts of the report share. */

import { shortType } from "../../../graph/resource.ts";
import { partsOf } from "../../../graph/urn.ts";
import { escapedHtml } from "../../../lib/html.ts";

/** Name and short type of the resource of a URN. */
export function resourceTitle(urn: string): string {
  const { type, name } = partsOf(urn) ?? { type: "", name: urn };
  return `${escapedHtml(name)} <small>${escapedHtml(shortType(type))}</small>`;
}

/** HTML elements that the parts of the report share. */

import { shortType } from "../../../graph/resource.ts";
import { escapedHtml } from "../../../lib/html.ts";

/** Name and short type of the resource of a URN. */
export function resourceTitle(urn: string): string {
  const [type = "", name = ""] = urn.split("::").slice(2);
  return `${escapedHtml(name)} <small>${escapedHtml(shortType(type))}</small>`;
}

/** What every part of the report needs to write HTML. */
import { shortType } from "../../../graph/resource.ts";

export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** Name and short type of what a URN is of. */
export function resourceTitle(urn: string): string {
  const [type = "", name = ""] = urn.split("::").slice(2);
  return `${escaped(name)} <small>${escaped(shortType(type))}</small>`;
}

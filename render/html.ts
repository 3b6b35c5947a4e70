/** What every part of the report needs to write HTML. */

export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** The last part of a type's token: `Deployment` of `kubernetes:apps/v1:Deployment`. */
export function shortType(type: string): string {
  return type.split(":").at(-1) ?? type;
}

/** Name and short type of what a URN is of. */
export function resourceTitle(urn: string): string {
  const [type = "", name = ""] = urn.split("::").slice(2);
  return `${escaped(name)} <small>${escaped(shortType(type))}</small>`;
}

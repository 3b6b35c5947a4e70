/** Lines of PostgreSQL's pg_hba. Source: PostgreSQL's chapter on client authentication. */

/** Methods in which clients send their password unhashed. */
const plainMethods = ["password", "ldap", "radius", "pam", "bsd"];

/** Whether a line allows logins without authentication, unencrypted passwords, or connections without TLS only. */
export function isInsecure(line: string): boolean {
  const { type, method } = parsed(line);
  if (type === "local" || method === "reject") {
    return false;
  }
  return method === "trust" || type === "hostnossl" || (type === "host" && plainMethods.includes(method));
}

/** Fields: type, database, user, address (perhaps with a separate mask), method, options of the method. */
function parsed(line: string): { type: string; method: string } {
  const withoutComment = line.replace(/("[^"]*")|#.*/g, "$1");
  const fields = (withoutComment.match(/(?:"[^"]*"|[^\s"])+/g) ?? []).map((field) => field.replaceAll('"', ""));
  const [type = "", , , , fifth = "", sixth = ""] = fields;
  return { type, method: /^[\d.]+$|:/.test(fifth) ? sixth : fifth };
}

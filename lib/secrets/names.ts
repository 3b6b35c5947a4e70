/**
 * The names of credentials: keys of values, environment variables, arguments. One vocabulary answers two questions: a
 * policy rule reports only names that are certain, while redaction also masks ambiguous ones.
 */

/** Kinds of keys that are credentials, such as an access key. */
const keys = "access account api encryption private secret session shared signing storage".split(" ");

/** How the names of credentials end. `_` stands for any separator or none. */
const credentials = [
  ..."password passwd passphrase token credential credentials connection_string".split(" "),
  ..."client cookie hmac jwt session shared signing".split(" ").map((owner) => `${owner}_secret`),
  ...keys.map((kind) => `${kind}_key`),
];

/** Also the ends of names whose value is a reference or harmless: charts call the name of a Secret `secret`. */
const ambiguous = [
  ..."bearer cookie dockerconfig dockerconfigjson dsn jwt kubeconfig pwd secret".split(" "),
  ...[...keys, "license", "ssh"].flatMap((kind) => ["key", "keys", "key_id"].map((end) => `${kind}_${end}`)),
];

/** Short words must be whole words: `bypass` and `canvas` are harmless. */
const sureWord = /(^|_)(pg)?pass$|_pwd$/;
const ambiguousWord = /(^|_)(authorization|license|sas)$|^tls_key$/;

const credentialEnd = endOf(credentials);
const anyEnd = endOf([...credentials, ...ambiguous]);

/** Whether a value of this name is certainly a credential, not its name or its file as in `tokenPath`. */
export function isCredentialName(name = ""): boolean {
  return credentialEnd.test(name) || sureWord.test(words(name));
}

/** Whether a value of this name could be a credential. */
export function mayBeCredentialName(name = ""): boolean {
  return anyEnd.test(name) || sureWord.test(words(name)) || ambiguousWord.test(words(name));
}

/** Matches the same names in running text, with a case-insensitive expression. */
export const credentialNamePattern = pattern([...credentials, ...ambiguous]);

function endOf(names: readonly string[]): RegExp {
  return new RegExp(`${pattern(names)}$`, "i");
}

function pattern(names: readonly string[]): string {
  return `(?:${names.map((name) => name.replaceAll("_", "[-_. ]?")).join("|")})`;
}

/** `adminPassword` and `ADMIN-PASSWORD` are `admin_password`. */
function words(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[-. ]/g, "_")
    .toLowerCase();
}

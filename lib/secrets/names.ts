/**
 * The names of credentials: keys of values, environment variables, arguments. Two questions are asked of one vocabulary.
 * A rule that reports a secret has to be sure of it; what redacts a text masks when in doubt.
 */

/** Kinds of keys whose value opens something. */
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

/** Short words have to stand alone: `bypass` and `canvas` are harmless. */
const sureWord = /(^|_)(pg)?pass$|_pwd$/;
const ambiguousWord = /(^|_)(authorization|license|sas)$|^tls_key$/;

const credentialEnd = endOf(credentials);
const anyEnd = endOf([...credentials, ...ambiguous]);

/** Whether a value of this name is a credential: not the name of one, nor the file that holds it, as in `tokenPath`. */
export function isCredentialName(name = ""): boolean {
  return credentialEnd.test(name) || sureWord.test(words(name));
}

/** Whether a value of this name could be a credential. */
export function mayBeCredentialName(name = ""): boolean {
  return anyEnd.test(name) || sureWord.test(words(name)) || ambiguousWord.test(words(name));
}

/** Matches the same names in running text, in any case. */
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

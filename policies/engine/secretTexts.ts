/** Telling texts that are secrets by what they are called and what they look like. */
import { unknown } from "./rule.ts";

/** How a secret of the program looks to rules. */
const masked = "[secret]";

/**
 * Names of what holds a secret itself. A bare `secret` is none of them: charts call the name of a Secret so. Nor is what
 * ends in a word for a reference, such as `passwordFile`, `tokenPath`, `existingSecret` or `secretName`.
 */
const secretName =
  /(^|_)((pg)?pass(word|wd|phrase)?|(client|shared|cookie|session|signing|jwt|hmac)_secret|(secret|access|private|api|account|encryption|signing)_key|secret_access_key|token|credentials?|connection_string)$/;

/** Of keys in values and variables in environments, however they are spelled: `adminPassword`, `ADMIN_PASSWORD`. */
export function isSecretName(name = ""): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").replace(/[-. ]/g, "_");
  return secretName.test(words.toLowerCase()) || /(^|_)(APIKEY|apikey)$|_(PWD|pwd)$/.test(words);
}

/** Whether a text that is called so can be read by whoever reads the resource. */
export function isPlainText(value: unknown): boolean {
  const isText = (typeof value === "string" && value !== "") || typeof value === "number";
  return isText && value !== masked && value !== unknown && !isReference(String(value));
}

/** Whether a secret is in a text: of the program's config, or as `showsSecret` has it. */
export function holdsSecret(value: unknown): boolean {
  return typeof value === "string" && (value.includes(masked) || showsSecret(value));
}

/** Whether a password in an address or a private key is to be read in a text. */
export function showsSecret(text: string): boolean {
  return hasPasswordInAddress(text) || /-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/.test(text);
}

/** `postgres://user:password@host`; a variable in the place of the password is none. */
function hasPasswordInAddress(text: string): boolean {
  const [, password] = /:\/\/[^\s:@/]*:([^\s@/]+)@/.exec(text) ?? [];
  return password !== undefined && password !== masked && !isReference(password);
}

/** `$(NAME)` of Kubernetes, `${NAME}` of shells, `{{ name }}` of templates. */
function isReference(text: string): boolean {
  return /^(\$\([^)]+\)|\$\{[^}]+\}|\{\{.*\}\})$/.test(text);
}

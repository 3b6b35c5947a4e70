/** Credentials within a text: passwords in URLs, private keys, and values after the name of a credential. */
import { mask } from "./mask.ts";
import { credentialNamePattern } from "./names.ts";

/** `postgres://user:password@host`; the password is the last group. */
const urlPassword = /(:\/\/)[^\s:/@]*:([^\s/@]+)@/g;

const privateKey = /-----BEGIN ((?:[A-Z]+ )*PRIVATE KEY)-----(?:[\s\S]*?-----END \1-----|[\s\S]*)/g;

/** `--password=…`, `Authorization: Bearer …`. After other names, a colon may be punctuation. */
const assignment = new RegExp(
  `(${credentialNamePattern}["']?=["']?|authorization["']?: *["']?(?:[a-z]+ +)?)[^\\s<>&"',;[\\]]+`,
  "gi",
);

/** The text with `[secret]` in place of every credential. */
export function withoutCredentials(text: string): string {
  return text.replaceAll(privateKey, mask).replaceAll(urlPassword, `$1${mask}@`).replaceAll(assignment, `$1${mask}`);
}

/** Whether a password in a URL, or a private key, can be read in the text. */
export function showsCredential(text: string): boolean {
  const passwords = [...text.matchAll(urlPassword)].map(([, , password = ""]) => password);
  return text.search(privateKey) >= 0 || passwords.some((password) => password !== mask && !isPlaceholder(password));
}

/** `$(NAME)` of Kubernetes, `${NAME}` of shells, `{{ name }}` of templates: filled in when the text is used. */
export function isPlaceholder(text: string): boolean {
  return /^(\$\([^)]+\)|\$\{[^}]+\}|\{\{.*\}\})$/.test(text);
}

/** Takes out of inputs what could be a secret though nobody marked it as one. What was marked is masked before. */
import type { InputValue } from "../../graph/inputs.ts";

export const mask = "[secret]";

/** Words that what holds a credential itself, not its name or reference, ends with. */
const words =
  "(pass(word|phrase|wd)|pwd|secret|token|credentials?|(access|private|secret|api|account|storage|encryption|license|signing|shared|session|ssh)[-_]?keys?([-_]?id)?|connection[-_]?string|dsn|bearer|cookie|jwt|dockerconfig(json)?|kubeconfig)";

/** Keys and environment variables. Shorter words are whole ones. */
const credentials = new RegExp(`${words}$|(^|[-_.])(pass|sas|license|authorization)$|^tls\\.key$`, "i");

/** The same in a text: `--password=…`, `Authorization: Bearer …`. A colon alone could be a sentence's. */
const assigned = new RegExp(`(${words}["']?=["']?|authorization["']?: *["']?(?:[a-z]+ +)?)[^\\s<>&"',;[\\]]+`, "gi");

/** An argument whose value is the next one. */
const flag = new RegExp(`^--?[\\w.-]*${words}$`, "i");

export function concealed(type: string, inputs: InputValue): InputValue {
  if (!/^kubernetes:core\/v1:Secret$/.test(type) || !isMap(inputs)) {
    return concealedIn(inputs);
  }
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [
      key,
      key === "data" || key === "stringData" ? hidden(value) : concealedIn(value),
    ]),
  );
}

/** Text without the password of a URL, nor what it says a password or token is. */
export function withoutCredentials(text: string): string {
  return text.replaceAll(/(:\/\/)[^\s/@]*:[^\s/@]+@/g, `$1${mask}@`).replaceAll(assigned, `$1${mask}`);
}

function concealedIn(value: InputValue): InputValue {
  if (typeof value === "string") {
    return withoutCredentials(value);
  }
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      typeof item === "string" && isFlag(value[index - 1]) ? mask : concealedIn(item),
    );
  }
  if (!isMap(value)) {
    return value;
  }
  const isCredential = typeof value.name === "string" && credentials.test(value.name);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      typeof member === "string" && (credentials.test(key) || (isCredential && key === "value"))
        ? mask
        : concealedIn(member),
    ]),
  );
}

/** Keys stay, so that it can be seen which one is new. */
function hidden(value: InputValue): InputValue {
  return isMap(value) ? Object.fromEntries(Object.keys(value).map((key) => [key, mask])) : mask;
}

function isFlag(value: InputValue | undefined): boolean {
  return typeof value === "string" && flag.test(value);
}

function isMap(value: InputValue): value is { [key: string]: InputValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

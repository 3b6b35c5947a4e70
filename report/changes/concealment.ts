/** Takes out of inputs what could be a secret though nobody marked it as one. What was marked is masked before. */
import type { InputValue } from "../../render/inputs.ts";

export const mask = "[secret]";

/** Keys and environment variables that hold a credential itself, not its name or reference. */
const credentials =
  /(pass(word|phrase|wd)|secret|token|credentials?|(access|private|secret|api|account|storage|encryption)[-_]?keys?([-_]?id)?|connection[-_]?string|dsn)$/i;

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

/** Text without the password of a URL. */
export function withoutUrlPasswords(text: string): string {
  return text.replaceAll(/(:\/\/)[^\s/@]*:[^\s/@]+@/g, `$1${mask}@`);
}

function concealedIn(value: InputValue): InputValue {
  if (typeof value === "string") {
    return withoutUrlPasswords(value);
  }
  if (Array.isArray(value)) {
    return value.map(concealedIn);
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

function isMap(value: InputValue): value is { [key: string]: InputValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

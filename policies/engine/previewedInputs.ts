/** Inputs as the engine gives them to a policy pack, in the form that renders have. */
import { UnknownValueError } from "@pulumi/policy";
import { UNKNOWN } from "../../graph/inputs.ts";
import { mask } from "../../lib/secrets/mask.ts";

/** Shorter secrets are masked only when they are the entire value: a port or a name could contain them by chance. */
const minHiddenLength = 6;

/**
 * Plain values. Values that only a provider knows are `UNKNOWN`. Config secrets, which the engine gives decrypted and
 * unmarked, are `[secret]`, whether they are a whole text or a part of one.
 */
export function previewedInputs(props: object, secrets: ReadonlySet<string>): object {
  return plain(props, secrets) as object;
}

function plain(value: unknown, secrets: ReadonlySet<string>): unknown {
  if (typeof value === "string") {
    return secrets.has(value) ? mask : withoutSecrets(value, secrets);
  }
  if (Array.isArray(value)) {
    // `map` would read the items itself, past `read`.
    return Array.from({ length: value.length }, (_, index) => plain(read(value, index), secrets));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.keys(value).map((key) => [key, plain(read(value, key), secrets)]));
  }
  return value;
}

function withoutSecrets(text: string, secrets: ReadonlySet<string>): string {
  return [...secrets]
    .filter(({ length }) => length >= minHiddenLength)
    .toSorted((one, other) => other.length - one.length)
    .reduce((rest, hidden) => rest.replaceAll(hidden, mask), text);
}

/** Reading an unknown member of the engine's proxies throws, which would skip the whole rule. */
function read(holder: object, key: string | number): unknown {
  try {
    return holder[key as keyof typeof holder];
  } catch (error) {
    if (error instanceof UnknownValueError) {
      return UNKNOWN;
    }
    throw error;
  }
}

/** Inputs as the engine hands them to a pack, brought to the form that renders have. */
import { UnknownValueError } from "@pulumi/policy";
import { UNKNOWN } from "../../graph/inputs.ts";
import { mask } from "../../lib/secrets/mask.ts";

/** A shorter one is masked where it is the whole text alone: a port or a name would hold it by chance. */
const minHiddenLength = 6;

/**
 * Plain values; `UNKNOWN` for what only a provider knows, and `[secret]` for config secrets, whole texts or parts of
 * one, which the engine hands over decrypted and unmarked.
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

/** The engine's proxies throw for what is not known yet, and the whole rule would be skipped. */
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

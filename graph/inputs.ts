/** Inputs of a resource as the monitor sees them: plain JSON in which secrets are marked. */
import type { Json, JsonMap } from "../lib/json.ts";
import { mask } from "../lib/secrets/mask.ts";

export type Inputs = { [key: string]: InputValue };
export type InputValue = null | boolean | number | string | Secret | InputValue[] | { [key: string]: InputValue };

/** A value that must not be written anywhere. It prints and serialises as `[secret]`. */
export class Secret {
  readonly #value: InputValue;

  constructor(value: InputValue) {
    this.#value = value;
  }

  /** The value itself, for tests and for the keys of a Kubernetes Secret. */
  reveal(): InputValue {
    return this.#value;
  }

  toJSON(): string {
    return mask;
  }

  toString(): string {
    return mask;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return mask;
  }
}

// Source: @pulumi/pulumi runtime/rpc.js (specialSigKey, specialSecretSig, specialResourceSig, unknownValue).
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Placeholder of a value that only a provider knows. */
export const UNKNOWN = "[known after deployment]";

/** Turns the SDK's wire form into plain values: secrets become `Secret`, resource references their URN. */
export function revive(value: unknown): InputValue {
  if (value === unknownValue) {
    return UNKNOWN;
  }
  if (Array.isArray(value)) {
    return value.map(revive);
  }
  if (typeof value !== "object" || value === null) {
    return value as InputValue;
  }
  const object = value as Record<string, unknown>;
  switch (object[signature]) {
    case secretSignature:
      return new Secret(revive(object.value));
    case resourceSignature:
      return revive(object.urn);
    default:
      return Object.fromEntries(Object.entries(object).map(([key, member]) => [key, revive(member)]));
  }
}

/** The same value with every secret replaced by `[secret]`. */
export function masked(value: Inputs): JsonMap;
export function masked(value: InputValue): Json;
export function masked(value: InputValue): Json {
  if (value instanceof Secret) {
    return mask;
  }
  if (Array.isArray(value)) {
    return value.map(masked);
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, masked(member)]));
  }
  return value;
}

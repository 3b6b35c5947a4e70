/** Redacts a resource's inputs: masks values that could be secrets although they are not marked as such. */
import { isMap, type Json, type JsonMap } from "../json.ts";
import { mask } from "./mask.ts";
import { mayBeCredentialName } from "./names.ts";
import { withoutCredentials } from "./texts.ts";

/** The inputs of a resource of a type, redacted. The keys of a Kubernetes Secret are kept, to show which one is new. */
export function redacted(type: string, inputs: Json): Json {
  if (type !== "kubernetes:core/v1:Secret" || !isMap(inputs)) {
    return redactedValue(inputs);
  }
  return mapValues(inputs, (value, key) =>
    key === "data" || key === "stringData" ? maskedValues(value) : redactedValue(value),
  );
}

function redactedValue(value: Json): Json {
  if (typeof value === "string") {
    return withoutCredentials(value);
  }
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      typeof item === "string" && isFlag(value[index - 1]) ? mask : redactedValue(item),
    );
  }
  return isMap(value) ? redactedMap(value) : value;
}

/** Masks texts by their key, and the `value` of an environment variable by its `name`. */
function redactedMap(map: JsonMap): JsonMap {
  const isVariable = typeof map.name === "string" && mayBeCredentialName(map.name);
  return mapValues(map, (value, key) => {
    const isCredential = mayBeCredentialName(key) || (isVariable && key === "value");
    return typeof value === "string" && isCredential ? mask : redactedValue(value);
  });
}

function maskedValues(value: Json): Json {
  return isMap(value) ? mapValues(value, () => mask) : mask;
}

function mapValues(map: JsonMap, change: (value: Json, key: string) => Json): JsonMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
}

/** An argument such as `--password`, whose value is the next one. */
function isFlag(argument: Json | undefined): boolean {
  return typeof argument === "string" && /^--?[\w.-]+$/.test(argument) && mayBeCredentialName(argument);
}

import { isSecret, isUnknown, Output } from "@pulumi/pulumi";
import type { Json } from "../../lib/json.ts";

/**
 * A hook's inputs as plain JSON: values that hold a secret arrive as outputs. Unknown values are left out. The result
 * may hold secrets, so it must not be shown.
 */
export async function plainInputs(value: unknown): Promise<Json | undefined> {
  if (Output.isInstance(value)) {
    return plainInputs(await knownValue(value));
  }
  if (Array.isArray(value)) {
    return (await Promise.all(value.map(plainInputs))).map((item) => item ?? null);
  }
  if (typeof value === "object" && value !== null) {
    return isUnknown(value) ? undefined : plainMap(value);
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null
    ? value
    : undefined;
}

async function plainMap(map: object): Promise<Json> {
  const entries = Object.entries(map).map(async ([key, child]) => [key, await plainInputs(child)] as const);
  return Object.fromEntries(
    (await Promise.all(entries)).flatMap(([key, child]) => (child === undefined ? [] : [[key, child]])),
  );
}

/** An output's value; undefined where it is unknown, since callbacks then never run. */
async function knownValue(output: Output<unknown>): Promise<unknown> {
  let found: unknown;
  const visited = output.apply((value) => {
    found = value;
  });
  await isSecret(visited); // Answers when the callback has run, or was skipped for good.
  return found;
}

/** Security options: numbers up to 0.67, names as of 0.68. */

import { isMap, type Json, type JsonMap } from "../../lib/json.ts";
import { Unanswered } from "../engine/edits.ts";
import type { Context } from "../engine/places.ts";
import { type Answers, securityOptionNames } from "./answers.ts";

const plaintext = "PASSPHRASE_HASH_TYPE_PLAINTEXT";

/** Converts `[1, 3]` to `{activated, default}` with the table in the answers. A map gets a missing default only. */
export function namedSecurityOptions(value: Json, { answers }: Context<Answers>): Json | Unanswered {
  if (Array.isArray(value)) {
    return fromList(value, answers);
  }
  return isMap(value) ? completed(value, answers) : value;
}

function fromList(items: Json[], answers: Answers): Json | Unanswered {
  const names = items.map((item) => nameOf(item, answers));
  const unnamed = items.filter((_, index) => names[index] === undefined);
  if (unnamed.length > 0) {
    const numbers = unnamed.map((item) => (typeof item === "number" ? String(item) : "one that is no number"));
    return new Unanswered(
      "security-options",
      `Security options have names as of 0.68, and the guides give no table of the numbers. Name ${numbers.join(", ")}: ${securityOptionNames.join(", ")}.`,
      "securityOptions",
    );
  }
  return completed({ activated: [...new Set(names as string[])] }, answers);
}

/** The options with a default, which must be one of the activated options. */
function completed(options: JsonMap, answers: Answers): JsonMap | Unanswered {
  const { activated } = options;
  if (!Array.isArray(activated)) {
    return options;
  }
  if (activated.length === 0) {
    return new Unanswered("security-options-empty", "No security option is activated: name at least one of them.");
  }
  const given = options.default ?? undefined;
  const chosen = given ?? answers.securityDefault ?? (activated.includes(plaintext) ? plaintext : undefined);
  if (chosen === undefined || !activated.includes(chosen)) {
    const found = chosen === undefined ? `${plaintext} is not activated` : "the one that is set is not";
    return new Unanswered(
      "security-default",
      `The default security option must be one of the activated options, and ${found}.`,
      given === undefined ? "securityDefault" : undefined,
    );
  }
  return given === undefined ? { ...options, default: chosen } : options;
}

function nameOf(item: Json, { securityOptions = {} }: Answers): string | undefined {
  const known = securityOptionNames.find((name) => name === item);
  return known ?? (isNumber(item) ? securityOptions[String(item)] : undefined);
}

function isNumber(item: Json): boolean {
  return typeof item === "number" || (typeof item === "string" && /^\d+$/.test(item));
}

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "../../support/upgrades.ts";

/** Secrets of a test that stand out, whatever form they are in. */
export class Canaries {
  readonly #values: string[];

  constructor(values: string[]) {
    this.#values = values;
  }

  /** Those that a text tells. */
  toldBy(text: string): string[] {
    return this.#values.filter((value) => forms(value).some((form) => text.includes(form)));
  }

  /** Files below a folder that tell one, but for those that may. */
  toldBelow(folder: string, mayTell?: RegExp): string[] {
    return filesBelow(folder)
      .filter((file) => !mayTell?.test(file))
      .filter((file) => this.toldBy(readFileSync(join(folder, file), "utf8")).length > 0);
  }
}

/** As it is, as JSON (also within JSON) or a URI has it, as a Secret or HTTP's basic login has it, and its hash. */
function forms(value: string): string[] {
  const json = quoted(value);
  return [value, json, quoted(json), encodeURIComponent(value), ...base64s(value), sha256(value)];
}

function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** However it stands among other text: three ways, without what belongs to its neighbours. */
function base64s(value: string): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]);
    const own = bytes.toString("base64").replace(/=+$/, "");
    return own.slice(before === 0 ? 0 : before + 1, bytes.length % 3 === 0 ? undefined : -1);
  });
}

function sha256(value: string): string {
  return createHash("sha256").update(value).digest("hex").slice(0, 63);
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Product } from "../../releases/engine/release.ts";
import type { Source } from "../../releases/engine/source.ts";
import { products } from "../../releases/products.ts";
import { root } from "../support/cli.ts";
import { headings } from "./headings.ts";

const seeds = join(root, "../shared/seeds");

/** The files that documents are kept in, by their public names. */
const files: Record<string, string> = {
  "H2O MLOps migration guide, writing sample as of 0.68": "000_931ddbfdd550ed03.txt",
  "H2O MLOps migration guide, as of 1.1": "001_e3d2ab0aa8d34317.txt",
  "Yatai migration guide, 0.4.6 to 1.0": "003_f92989fcb8c83069.txt",
};

let known: Product[];

beforeAll(async () => {
  known = await Promise.all(Object.values(products).map((load) => load()));
});

describe("every statement of a release", () => {
  it("has a reason or a message, and a quote", () => {
    for (const { source, text } of known.flatMap(saidBy)) {
      expect(text.length, source.quote).toBeGreaterThan(10);
      expect(source.quote.trim(), text).not.toBe("");
    }
  });

  it("has ids that are unique within the product, by kind", () => {
    for (const product of known) {
      const ids = product.releases.flatMap(({ rules }) => rules.map(({ kind, id }) => `${kind} ${id}`));
      expect(new Set(ids).size, product.name).toBe(ids.length);
    }
  });

  it("names no file of ours as its source", () => {
    const named = known.flatMap(saidBy).map(({ source }) => source.file);
    expect(named.filter((file) => /^\d{3}_|\.txt$/.test(file))).toEqual([]);
    expect(Object.keys(files).filter((document) => !named.includes(document))).toEqual([]);
  });

  it("is named by folder and file", () => {
    for (const product of known) {
      for (const { version } of product.releases) {
        expect(existsSync(join(root, "releases", product.name, `${version}.ts`)), version).toBe(true);
      }
    }
  });
});

describe.skipIf(!existsSync(seeds))("sources", () => {
  it("contain every quote verbatim", () => {
    for (const { source } of known.flatMap(saidBy).filter(({ source }) => isSeed(source))) {
      expect(seed(source.file), `${source.heading}: ${source.quote}`).toContain(bare(source.quote));
    }
  });

  it("contain every cited heading", () => {
    for (const { source } of known.flatMap(saidBy).filter(({ source }) => isSeed(source))) {
      expect(seed(source.file), source.heading).toContain(bare(source.heading));
    }
  });

  it("contain the listed headings", () => {
    for (const [document, list] of Object.entries(headings)) {
      for (const { heading } of list) {
        expect(seed(document), heading).toContain(bare(heading));
      }
    }
  });
});

describe("every heading of the H2O guides", () => {
  it.each(Object.entries(headings))("%s is covered", (_, list) => {
    const cited = new Set([
      ...known.flatMap(saidBy).map(({ source }) => source.heading),
      ...known.flatMap(({ releases }) => releases.map(({ heading }) => heading)),
    ]);
    const uncovered = list.filter(({ heading, parts }) => ![heading, ...(parts ?? [])].some((name) => cited.has(name)));
    expect(uncovered).toEqual([]);
  });
});

function saidBy({ releases }: Product): { source: Source; text: string }[] {
  return releases.flatMap(({ edits, deployments, rules, stop }) => [
    ...[...edits, ...deployments].map(({ source, reason }) => ({ source, text: reason })),
    ...[...rules, ...(stop ? [stop] : [])].map(({ source, say }) => ({ source, text: say })),
  ]);
}

function isSeed({ file }: Source): boolean {
  return Object.hasOwn(files, file);
}

const texts = new Map<string, string>();

function seed(document: string): string {
  const text = texts.get(document) ?? bare(readFileSync(join(seeds, files[document] ?? document), "utf8"));
  texts.set(document, text);
  return text;
}

/** White space and Markdown marks aside. */
function bare(text: string): string {
  return text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/[`*]/g, "")
    .replaceAll(/\s+/g, "");
}

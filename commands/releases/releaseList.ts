/** Tables of products and their releases, with counts of edits and rules. */

import type { Rule } from "../../releases/engine/notices.ts";
import type { Product, Release } from "../../releases/engine/release.ts";

interface ProductEntry {
  product: string;
  title: string;
  releases: string[];
}

interface ReleaseEntry {
  version: string;
  /** Heading of the step in the guide. */
  heading: string;
  edits: number;
  notices: number;
  blockers: number;
  gates: number;
  questions: number;
}

export function productEntry({ name, title, releases }: Product): ProductEntry {
  return { product: name, title, releases: releases.map(({ version }) => version) };
}

export function releaseList(product: Product): Omit<ProductEntry, "releases"> & { releases: ReleaseEntry[] } {
  return { ...productEntry(product), releases: product.releases.map(releaseEntry) };
}

export function productTable(products: readonly Product[]): string {
  const rows = products.map(productEntry).map(({ product, title, releases }) => [product, title, releases.join(" ")]);
  return table([["product", "title", "releases"], ...rows]);
}

export function releaseTable(product: Product): string {
  const rows = product.releases.map(releaseEntry).map(({ heading, version, ...numbers }) => {
    return [version, ...Object.values(numbers).map(String), heading];
  });
  const head = ["release", "edits", "notices", "blockers", "gates", "questions", "guide"];
  return `${product.title}\n\n${table([head, ...rows])}`;
}

function releaseEntry({ version, heading, edits, deployments, rules }: Release): ReleaseEntry {
  const number = (kind: Rule["kind"]) => rules.filter((rule) => rule.kind === kind).length;
  const answers = [
    ...rules.flatMap((rule) => (rule.kind === "blocker" ? (rule.answer ?? []) : [])),
    ...edits.flatMap((edit) => (edit.op === "translate" ? (edit.asks ?? []) : [])),
  ];
  return {
    version,
    heading,
    edits: edits.length + deployments.length,
    notices: number("notice"),
    blockers: number("blocker"),
    gates: number("gate"),
    questions: new Set(answers).size,
  };
}

/** A table with columns as wide as their longest cell. */
function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

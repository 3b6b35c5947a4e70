/** Products and releases as tables for a terminal. */
import type { Product } from "../../../releases/engine/release.ts";
import { productEntry, releaseList } from "../releaseList.ts";

export function productsText(products: readonly Product[]): string {
  const rows = products.map(productEntry).map(({ product, title, releases }) => [product, title, releases.join(" ")]);
  return table([["product", "title", "releases"], ...rows]);
}

export function releasesText(product: Product): string {
  const { title, releases } = releaseList(product);
  const rows = releases.map(({ heading, version, ...numbers }) => {
    return [version, ...Object.values(numbers).map(String), heading];
  });
  const head = ["release", "edits", "notices", "blockers", "gates", "questions", "guide"];
  return `${title}\n\n${table([head, ...rows])}`;
}

/** A table with columns as wide as their longest cell. */
function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

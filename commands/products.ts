/** Finds the product that a command names. */

import { UpgradeRefusal } from "../lib/diagnostics/refusal.ts";
import { nearest } from "../lib/nearest.ts";
import type { Product } from "../releases/engine/release.ts";
import { products } from "../releases/products.ts";

export const productNames = Object.keys(products);

/**
 * Loads that product alone.
 *
 * @throws UpgradeRefusal with the nearest name and the list
 */
export async function productNamed(name: string): Promise<Product> {
  const load = Object.hasOwn(products, name) ? products[name] : undefined;
  if (load === undefined) {
    throw new UpgradeRefusal([
      {
        path: "product",
        expected: `one of ${productNames.join(", ")}`,
        found: JSON.stringify(name),
        fix: `write ${nearest(name, productNames)?.name}`,
      },
    ]);
  }
  return load();
}

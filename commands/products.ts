/** Finds the product that a command names. */

import { InputError } from "../lib/diagnostics/inputError.ts";
import { nearest } from "../lib/nearest.ts";
import type { Product } from "../releases/engine/release.ts";
import { products } from "../releases/products.ts";

export const productNames = Object.keys(products);

/**
 * Loads that product alone.
 *
 * @throws InputError with the nearest name and the list
 */
export async function productNamed(name: string): Promise<Product> {
  const load = Object.hasOwn(products, name) ? products[name] : undefined;
  if (load === undefined) {
    throw new InputError([
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

/** The products that can be upgraded from the command line. */

import { InputError } from "../lib/diagnostics/inputError.ts";
import { nearest } from "../lib/nearest.ts";
import type { Product } from "../releases/engine/release.ts";
import { products } from "../releases/products.ts";

export const productNames = Object.keys(products);

/** Products of a stack that have no values to upgrade, and how each is upgraded instead. */
const otherUpgrades: Record<string, string> = {
  mlflow: "set mlflow.image in the stack's config and run pulumi up, which migrates the databases",
};

/**
 * Loads one product.
 *
 * @throws InputError with the list of products, and the nearest name where one is near
 */
export async function productNamed(name: string): Promise<Product> {
  const load = Object.hasOwn(products, name) ? products[name] : undefined;
  if (load === undefined) {
    const meant = nearest(name, productNames);
    const otherUpgrade = Object.hasOwn(otherUpgrades, name) ? otherUpgrades[name] : undefined;
    throw new InputError([
      {
        path: "product",
        expected: `one of ${productNames.join(", ")}`,
        found: JSON.stringify(name),
        fix: otherUpgrade ?? `write ${meant ?? "one of them"}`,
      },
    ]);
  }
  return load();
}

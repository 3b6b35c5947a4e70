/** The products that can be upgraded, each loaded on demand. A new product is a folder here and a line below. */
import type { Product } from "./engine/release.ts";

export const products: Record<string, () => Promise<Product>> = {
  "h2o-mlops": async () => (await import("./h2o-mlops/product.ts")).h2oMlops,
  "ht-scorer": async () => (await import("./ht-scorer/product.ts")).htScorer,
  yatai: async () => (await import("./yatai/product.ts")).yatai,
};

/** The products that have releases, each loaded only when it is asked for. A new one is a folder here, and a line. */
import type { Product } from "./engine/release.ts";

export const products: Record<string, () => Promise<Product>> = {
  "h2o-mlops": async () => (await import("./h2o-mlops/product.ts")).h2oMlops,
  "ht-scorer": async () => (await import("./ht-scorer/product.ts")).htScorer,
  yatai: async () => (await import("./yatai/product.ts")).yatai,
};

/** Products and releases for programs. */
import { jsonText } from "../../../lib/json.ts";
import type { Product } from "../../../releases/engine/release.ts";
import { productEntry, releaseList } from "../releaseList.ts";

export function productsJson(products: readonly Product[]): string {
  return jsonText(products.map(productEntry));
}

export function releasesJson(product: Product): string {
  return jsonText(releaseList(product));
}

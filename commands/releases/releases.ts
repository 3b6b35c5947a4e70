/** Prints the products, or the releases of one. */
import { productNamed, productNames } from "../products.ts";
import { productsJson, releasesJson } from "./output/json.ts";
import { productsText, releasesText } from "./output/text.ts";

export interface ReleasesOptions {
  format: "text" | "json";
}

/** @throws InputError for a name that no product has */
export async function releases(name: string | undefined, { format }: ReleasesOptions): Promise<void> {
  if (name === undefined) {
    const products = await Promise.all(productNames.map(productNamed));
    process.stdout.write(format === "json" ? productsJson(products) : productsText(products));
  } else {
    const product = await productNamed(name);
    process.stdout.write(format === "json" ? releasesJson(product) : releasesText(product));
  }
}

/** What a report of an upgrade is made from. */
import type { UpgradedFiles } from "../../../releases/engine/files.ts";
import type { Product } from "../../../releases/engine/release.ts";

export interface Report {
  product: Product;
  upgraded: UpgradedFiles;
  /** Paths of the files that were given, as they were given. */
  files: { values?: string; deployments?: string };
}

/** The data of an upgrade that every output format prints. */
import type { UpgradedFiles } from "../../../releases/engine/files.ts";
import type { Product } from "../../../releases/engine/release.ts";

export interface Report {
  product: Product;
  upgraded: UpgradedFiles;
  /** Paths of the input files, as given. */
  files: { values?: string; deployments?: string };
}

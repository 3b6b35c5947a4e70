/** Line diff of the files, with secrets masked. */
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { knownTo, type Visibility } from "../../../lib/secrets/visibility.ts";
import { maskedText } from "../../../lib/yaml/maskedText.ts";
import type { UpgradedFiles } from "../../../releases/engine/files.ts";
import { visibleIn } from "../../../releases/engine/planner.ts";
import type { Product } from "../../../releases/engine/release.ts";
import type { Report } from "./report.ts";

/** Diff of the input files and the last release; empty if nothing changes. */
export function maskedDiff({ product, upgraded }: Report): string {
  const [values, deployments] = [valuesVisibility(product, upgraded), deploymentsVisibility(product)];
  return fileDiff("values", values, upgraded) + fileDiff("deployments", deployments, upgraded);
}

function fileDiff(name: "values" | "deployments", isVisible: Visibility, { given, written }: UpgradedFiles): string {
  const [before, after] = [given[name], written.at(-1)?.[name]];
  if (before === undefined || after === undefined) {
    return "";
  }
  const patch = createTwoFilesPatch(
    `given/${name}.yaml`,
    `${written.at(-1)?.release}/${name}.yaml`,
    maskedText(before.text, isVisible),
    maskedText(after.text, isVisible),
    undefined,
    undefined,
    { headerOptions: FILE_HEADERS_ONLY },
  );
  return patch.includes("@@") ? `${patch}\n` : "";
}

/** Shows keys that a release on the way knows and none of them marks as secret. */
function valuesVisibility({ releases }: Product, { plan }: UpgradedFiles): Visibility {
  const versions = [plan.from, ...plan.releases.map(({ version }) => version)];
  return knownTo(...releases.filter(({ version }) => versions.includes(version)).map(({ values }) => values));
}

function deploymentsVisibility({ publicEnvironment = [] }: Product): Visibility {
  const isVisible = visibleIn(publicEnvironment);
  return (path, value) => path[0] === "deployments" && isVisible(path.slice(2), value);
}

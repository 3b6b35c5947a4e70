import { check } from "../../lib/diagnostics/check.ts";
import { InputError, problemLine } from "../../lib/diagnostics/inputError.ts";
import type { Json, JsonMap } from "../../lib/json.ts";
import { UserError } from "../../lib/userError.ts";
import type { Release } from "../../releases/engine/release.ts";
import { type Upgrade, upgrade } from "../../releases/engine/upgrade.ts";
import { requestedVersion } from "../../releases/engine/versions.ts";
import { h2oMlops } from "../../releases/h2o-mlops/product.ts";
import type { MlopsReleaseArgs } from "./args.ts";

/** The release that a version names: `version` is its base version, such as `0.69.0`, `exact` the one asked for. */
export interface NamedRelease {
  release: Release;
  version: string;
  exact: string;
}

/** The schema of the args accepts only releases that exist. */
export function namedRelease(text: string): NamedRelease {
  const versions = h2oMlops.releases.map(({ version }) => version);
  const { data } = requestedVersion("release", text, versions);
  const release = h2oMlops.releases.find(({ version }) => version === data?.release) as Release | undefined;
  if (data === undefined || release === undefined) {
    throw new Error(`There is no release ${text} of ${h2oMlops.title}.`);
  }
  return { release, version: release.version, exact: data.exact ?? release.version };
}

/** @throws UserError with every problem of values, answers and deployments; it never echoes their values. */
export function carriedValues(
  component: string,
  { release, valuesRelease = release, answers, deployments }: MlopsReleaseArgs,
  values: JsonMap,
): { values: JsonMap; plan: Upgrade["plan"] } {
  try {
    const { steps, plan } = upgrade(h2oMlops, {
      from: valuesRelease,
      to: release,
      values,
      answers: answers as Json,
      ...(deployments && { deployments: { deployments } as Json }),
    });
    return { values: steps.at(-1)?.values ?? values, plan };
  } catch (error) {
    throw error instanceof InputError ? refusal(component, error.problems, valuesRelease) : error;
  }
}

/** @throws UserError where the release's schema rejects the values. */
export function checkValues(component: string, { release }: NamedRelease, values: JsonMap): void {
  const { problems } = check(release.values, values, { name: "values", conceals: true });
  if (problems.length > 0) {
    throw refusal(component, problems);
  }
}

/** @param written release whose schema the values were read with, where they may belong to another */
function refusal(component: string, problems: InputError["problems"], written?: string): UserError {
  const lines = problems.map(problemLine);
  const isOfValues = written !== undefined && problems.some(({ path }) => path.startsWith("values"));
  const hint = `\n  The values were read with the schema of ${written}. If they were written for another release, set valuesRelease to it.`;
  return new UserError(`${component} has wrong args.\n  ${lines.join("\n  ")}${isOfValues ? hint : ""}`);
}

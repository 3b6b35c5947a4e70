/** Checks the request of an upgrade as a whole. */
import { check } from "../../lib/diagnostics/check.ts";
import { InputError } from "../../lib/diagnostics/inputError.ts";
import type { Json, JsonMap } from "../../lib/json.ts";
import { acknowledgementProblems } from "./acknowledgements.ts";
import { type Deployments, deploymentsOf } from "./deployments.ts";
import { inventorySchema } from "./inventory.ts";
import type { Product, Release } from "./release.ts";
import { type RequestedVersion, requestedPath, requestedVersion } from "./versions.ts";

export interface UpgradeRequest {
  /** A version as users write it: `0.67`, `0.67.x`, `v0.67.2`. */
  from: string;
  to: string;
  /** Helm values, whose root is a map. */
  values?: Json;
  /** The deployments file: `{deployments: [...]}`. Absent without an inventory. */
  deployments?: Json;
  answers?: Json;
}

export interface CheckedRequest<Answers> {
  from: RequestedVersion;
  to: RequestedVersion;
  /** The release that the values were written for. */
  start: Release<Answers>;
  path: Release<Answers>[];
  values: JsonMap | undefined;
  deployments: Deployments | undefined;
  answers: Answers;
}

/**
 * @throws InputError with every problem at once
 */
export function checkedRequest<Answers extends object>(
  product: Product<Answers>,
  request: UpgradeRequest,
): CheckedRequest<Answers> {
  const versions = product.releases.map(({ version }) => version);
  const way = requestedPath(request, versions);
  // Values are checked by the release that they are of, whatever is wrong with the target.
  const written = requestedVersion("--from", request.from, versions).data?.release;
  const start = product.releases.find(({ version }) => version === written);

  // Values are never echoed: any of them could be a secret.
  const conceals = true;
  const answers = check(product.answers, request.answers ?? {}, { name: "answers", conceals });
  const values = start && check(start.values, request.values ?? {}, { name: "values", conceals });
  const deployments = request.deployments === undefined ? { deployments: [] } : request.deployments;
  const inventory = check(inventorySchema, deployments, { name: "deployments", conceals });

  const problems = [
    ...[way, answers, values, inventory].flatMap((input) => input?.problems ?? []),
    ...(answers.data ? acknowledgementProblems(product, answers.data) : []),
  ];
  if (problems.length > 0 || !(way.data && start && inventory.data && "data" in answers)) {
    throw new InputError(problems);
  }
  const { from, to, path } = way.data;
  return {
    from,
    to,
    start,
    path: product.releases.filter(({ version }) => path.includes(version)),
    answers: answers.data as Answers,
    // The input itself and not the parsed data, whose conversions must not reach a file.
    values: request.values as JsonMap | undefined,
    deployments:
      request.deployments === undefined
        ? undefined
        : deploymentsOf(request.deployments as JsonMap, inventory.data.deployments),
  };
}

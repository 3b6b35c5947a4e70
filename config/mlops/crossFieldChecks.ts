import { compareVersions } from "../../releases/engine/versions.ts";
import { type CrossFieldProblem, crossFieldProblem, superfluousKey } from "../crossFieldProblem.ts";
import type { Sections } from "../sections.ts";
import { databaseComponents } from "./mlops.ts";

/** Checks what H2O MLOps needs of the store, of MLflow in the same stack, and of its own keys. */
export function mlopsProblems({ objectStore, mlflow, mlops }: Sections): CrossFieldProblem[] {
  if (mlops === undefined) {
    return [];
  }
  const isBesideMlflow = mlflow !== undefined;
  return [...storeProblems(mlops, objectStore, isBesideMlflow), ...databaseProblems(mlops, objectStore)];
}

type MlopsConfig = NonNullable<Sections["mlops"]>;

function storeProblems(
  { release, storage, namespace }: MlopsConfig,
  objectStore: Sections["objectStore"],
  isBesideMlflow: boolean,
): CrossFieldProblem[] {
  if (objectStore === undefined) {
    const message = "the store for H2O MLOps's models, which 0.68 and later keep in a bucket";
    return compareVersions(release, "0.68") >= 0 ? [crossFieldProblem("objectStore", message, "nothing")] : [];
  }
  const problems: CrossFieldProblem[] = [];
  const { kind, buckets } = objectStore;
  if (storage.prefix !== "" && kind !== "aws") {
    const message = `no prefix: H2O MLOps takes the whole bucket of a store of kind ${kind}`;
    problems.push(superfluousKey("mlops.storage.prefix", message, storage.prefix));
  }
  if (isBesideMlflow && (kind === "gcp" || kind === "azure") && buckets.models === undefined) {
    const message = `a bucket for H2O MLOps alone: it takes the whole bucket of a store of kind ${kind}, and with it MLflow's artifacts`;
    problems.push(crossFieldProblem("objectStore.buckets.models.name", message, "nothing"));
  }
  const isKeyed = kind === "s3" && objectStore.credentials.kind === "existing";
  const ownBucket = buckets.models ?? buckets.artifacts;
  if (namespace.kind === "managed" && isKeyed && ownBucket.kind === "managed") {
    const message = "existing, since objectStore.credentials names a Secret that has to be in the namespace first";
    problems.push(crossFieldProblem("mlops.namespace.kind", message, "managed"));
  }
  return problems;
}

function databaseProblems(
  { databases, serviceAccounts }: MlopsConfig,
  objectStore: Sections["objectStore"],
): CrossFieldProblem[] {
  const withIam = databaseComponents.filter((component) => databases?.[component]?.kind === "iam");
  return withIam.flatMap((component) => {
    const kind = crossFieldProblem(
      `mlops.databases.${component}.kind`,
      "password: IAM login needs an objectStore of kind aws",
      "iam",
    );
    const account = crossFieldProblem(
      `mlops.serviceAccounts.${component}`,
      "the service account that logs in to the database",
      "nothing",
    );
    return [
      ...(objectStore?.kind === "aws" ? [] : [kind]),
      ...(serviceAccounts[component] === undefined ? [account] : []),
    ];
  });
}

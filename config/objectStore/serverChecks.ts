import { type CrossFieldProblem, crossFieldProblem, superfluousKey } from "../crossFieldProblem.ts";
import type { Sections } from "../sections.ts";

/** What does not go together with a server that is made here. */
export function serverProblems({ objectStore, mlflow, mlops }: Sections): CrossFieldProblem[] {
  if (objectStore?.kind !== "s3" || objectStore.server === undefined) {
    return [];
  }
  const { endpoint, ca, pathStyle, credentials, buckets } = objectStore;
  const inPlace = "nothing, since objectStore.server makes the store";
  return [
    ...(endpoint === undefined ? [] : [superfluousKey("objectStore.endpoint", inPlace, "an address")]),
    ...(ca === undefined ? [] : [superfluousKey("objectStore.ca", inPlace, ca.secretName)]),
    ...(pathStyle
      ? []
      : [crossFieldProblem("objectStore.pathStyle", "true, since objectStore.server has one host name", "false")]),
    ...(credentials.kind === "configured"
      ? []
      : [
          crossFieldProblem(
            "objectStore.credentials.kind",
            "configured, since objectStore.server is made with these keys",
            "existing",
          ),
        ]),
    ...Object.entries(buckets)
      .filter(([, bucket]) => bucket?.kind === "existing")
      .map(([role]) =>
        crossFieldProblem(
          `objectStore.buckets.${role}.kind`,
          "managed, since objectStore.server begins empty",
          "existing",
        ),
      ),
    ...(mlflow === undefined
      ? [
          superfluousKey(
            "objectStore.server",
            "nothing where the stack has no MLflow: the server is in its namespace",
            "a server",
          ),
        ]
      : []),
    ...(mlops === undefined
      ? []
      : [
          superfluousKey(
            "objectStore.server",
            "nothing beside H2O MLOps, whose pods are given no CA of a store",
            "a server",
          ),
        ]),
  ];
}

import { type CrossFieldProblem, crossFieldProblem, superfluousKey } from "../crossFieldProblem.ts";
import type { Sections } from "../sections.ts";

/** Checks the keys that `objectStore.server` excludes or needs. */
export function serverProblems({ objectStore, mlflow, mlops }: Sections): CrossFieldProblem[] {
  if (objectStore?.kind !== "s3" || objectStore.server === undefined) {
    return [];
  }
  const { endpoint, ca, pathStyle, credentials, buckets } = objectStore;
  const superseded = "no such key, since objectStore.server creates the store";
  return [
    ...(endpoint === undefined ? [] : [superfluousKey("objectStore.endpoint", superseded, "an address")]),
    ...(ca === undefined ? [] : [superfluousKey("objectStore.ca", superseded, ca.secretName)]),
    ...(pathStyle
      ? []
      : [crossFieldProblem("objectStore.pathStyle", "true, since objectStore.server has one host name", "false")]),
    ...(credentials.kind === "configured"
      ? []
      : [
          crossFieldProblem(
            "objectStore.credentials.kind",
            "configured, since objectStore.server is created with these keys",
            "existing",
          ),
        ]),
    ...Object.entries(buckets)
      .filter(([, bucket]) => bucket?.kind === "existing")
      .map(([role]) =>
        crossFieldProblem(
          `objectStore.buckets.${role}.kind`,
          "managed, since objectStore.server starts without buckets",
          "existing",
        ),
      ),
    ...(mlflow === undefined
      ? [
          superfluousKey(
            "objectStore.server",
            "no such key, since the server runs in MLflow's namespace and the stack has no MLflow",
            "a server",
          ),
        ]
      : []),
    ...(mlops === undefined
      ? []
      : [
          superfluousKey(
            "objectStore.server",
            "no such key, since pods of H2O MLOps do not get the CA of a store",
            "a server",
          ),
        ]),
  ];
}

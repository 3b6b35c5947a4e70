import type { MlopsReleaseArgs } from "../../../components/mlops/args.ts";
import { MlopsRelease } from "../../../components/mlops/mlopsRelease.ts";
import type { ObjectStore } from "../../../components/objectStore/objectStore.ts";
import { answersSchema } from "../../../releases/h2o-mlops/answers.ts";
import { at, stack } from "../../support/stack.ts";

/** As little as there may be. */
export const mlopsArgs: MlopsReleaseArgs = {
  namespace: "mlops",
  chart: { kind: "local", path: "./charts/mlops" },
  rendering: false,
  release: "1.1",
  values: {},
  holdsSecrets: false,
  answers: answersSchema.parse({}),
  serviceAccounts: { storage: "mlops-storage" },
  storage: { prefix: "", migrate: false },
};

type Changes = Partial<MlopsReleaseArgs> & {
  /** Made within the stack. */
  store?: () => ObjectStore;
};

/** Deploys the release, and gives what tests look at. */
export async function deployed({ store, ...changes }: Changes = {}) {
  const recorded = await stack(() => {
    new MlopsRelease("mlops", { ...mlopsArgs, ...(store && { objectStore: store() }), ...changes });
  });
  const helm = recorded.one(changes.rendering ? "Chart" : "kubernetes:helm.sh/v3:Release");
  return {
    recorded,
    helm,
    /** With `[secret]` for secrets. */
    values: JSON.parse(JSON.stringify(helm.inputs.values)),
    /** With secrets as they are. */
    valueAt: (path: string) => at(helm, `values.${path}`),
    warnings: recorded.said("warning"),
    errors: recorded.said("error"),
  };
}

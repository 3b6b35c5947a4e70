import type { z } from "zod";
import type { cloud } from "./cloud.ts";
import type { cluster } from "./cluster.ts";
import type { gateway } from "./gateway/gateway.ts";
import type { mlflow } from "./mlflow/mlflow.ts";
import type { mlops } from "./mlops/mlops.ts";
import type { objectStore } from "./objectStore/objectStore.ts";
import type { telemetry } from "./telemetry/telemetry.ts";

/** The keys of a config that cross-field checks compare, each parsed by itself. */
export interface Sections {
  domain: string;
  cloud?: z.output<typeof cloud> | undefined;
  cluster: z.output<typeof cluster>;
  objectStore?: z.output<typeof objectStore> | undefined;
  mlflow?: z.output<typeof mlflow> | undefined;
  telemetry?: z.output<typeof telemetry> | undefined;
  gateway?: z.output<typeof gateway> | undefined;
  mlops?: z.output<typeof mlops> | undefined;
}

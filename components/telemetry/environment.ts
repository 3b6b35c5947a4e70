import type { core } from "@pulumi/kubernetes/types/input.js";
import { schedulerInterval } from "../../config/telemetry/telemetry.ts";
import { iamConnectionString } from "../postgres/iamLogin.ts";
import type { DatabaseLogin, TelemetryArgs } from "./args.ts";

type EnvVar = core.v1.EnvVar;

/** Environment variables of the service. */
export function environment(args: TelemetryArgs): EnvVar[] {
  const { variables, serverAddress, logLevel, schedulerIntervalSeconds, database } = args;
  return [
    { name: variables.serverAddress, value: serverAddress },
    { name: variables.logLevel, value: logLevel },
    { name: schedulerInterval.variable, value: String(schedulerIntervalSeconds) },
    { name: variables.connectionString, ...connectionString(database) },
  ];
}

function connectionString(database: DatabaseLogin): Pick<EnvVar, "value" | "valueFrom"> {
  switch (database.kind) {
    case "connectionString":
      return { valueFrom: { secretKeyRef: { name: database.secretName, key: database.key } } };
    case "iam":
      return { value: iamConnectionString(database) };
  }
}

import type { TelemetryArgs } from "../../../components/telemetry/args.ts";
import { Telemetry } from "../../../components/telemetry/telemetry.ts";
import { type Stack, stack } from "../../support/stack.ts";
import { telemetryArgs } from "../../support/telemetryArgs.ts";

/** A database of Amazon RDS. */
export const iam = {
  kind: "iam",
  host: "mlops.abc.eu-central-1.rds.amazonaws.com",
  port: 5432,
  database: "storage",
  user: "mlops",
  region: "eu-central-1",
} as const;

export const roleArn = "arn:aws:iam::111122223333:role/telemetry";

/** Deploys the service, and gives what tests look at. */
export const deployed = (changes: Partial<TelemetryArgs> = {}): Promise<Stack> =>
  stack(() => ({ deploymentName: new Telemetry("telemetry", { ...telemetryArgs, ...changes }).deploymentName }));

/** Where the Deployment has its pods' spec, and the container. */
export const podPath = "spec.template.spec";
export const containerPath = `${podPath}.containers.0`;

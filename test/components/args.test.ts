/** Args are written for users of the library; these types hold them to the schema of the config. */
import { describe, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import type { GatewayArgs } from "../../components/gateway/args.ts";
import type { Route } from "../../components/kubernetes/route.ts";
import type { MlflowArgs } from "../../components/mlflow/args.ts";
import type { MlopsReleaseArgs } from "../../components/mlops/args.ts";
import type { AwsObjectStoreArgs } from "../../components/objectStore/aws/objectStore.ts";
import type { AzureObjectStoreArgs } from "../../components/objectStore/azure/objectStore.ts";
import type { GcpObjectStoreArgs } from "../../components/objectStore/gcp/objectStore.ts";
import type { S3ObjectStoreArgs } from "../../components/objectStore/s3/objectStore.ts";
import type { S3ServerArgs } from "../../components/objectStore/s3/server.ts";
import type { PostgresClusterArgs } from "../../components/postgres/args.ts";
import type { TelemetryArgs } from "../../components/telemetry/args.ts";
import type { TelemetryChartArgs } from "../../components/telemetry/chartValues.ts";
import type { gateway, route } from "../../config/gateway/gateway.ts";
import type { databaseCluster } from "../../config/mlflow/database.ts";
import type { mlflow } from "../../config/mlflow/mlflow.ts";
import type { mlops } from "../../config/mlops/mlops.ts";
import type {
  awsObjectStore,
  azureObjectStore,
  gcpObjectStore,
  s3ObjectStore,
} from "../../config/objectStore/objectStore.ts";
import type { objectStoreServer } from "../../config/objectStore/server.ts";
import type { chartTelemetry, standaloneTelemetry } from "../../config/telemetry/telemetry.ts";
import type { ArgsOf } from "../support/argsOf.ts";

/** The config below a key, without what the program resolves before a component sees it. */
type Settings<Schema extends z.ZodType, Resolved extends string = never> = Omit<ArgsOf<Schema>, "kind" | Resolved>;

/** The args that have the names of these settings. */
type Shared<Args, Of> = Pick<Args, keyof Of & keyof Args>;

describe("args have every key of the config, with its type:", () => {
  it("AwsObjectStore", () => {
    type Config = Settings<typeof awsObjectStore>;
    expectTypeOf<Shared<AwsObjectStoreArgs, Config>>().toEqualTypeOf<Config>();
  });

  it("GcpObjectStore", () => {
    type Config = Settings<typeof gcpObjectStore>;
    expectTypeOf<Shared<GcpObjectStoreArgs, Config>>().toEqualTypeOf<Config>();
  });

  it("AzureObjectStore", () => {
    type Config = Settings<typeof azureObjectStore>;
    expectTypeOf<Shared<AzureObjectStoreArgs, Config>>().toEqualTypeOf<Config>();
  });

  it("S3ObjectStore", () => {
    type Config = Settings<typeof s3ObjectStore, "server" | "endpoint" | "image">;
    expectTypeOf<Shared<S3ObjectStoreArgs, Config>>().toEqualTypeOf<Config>();
  });

  it("S3Server", () => {
    type Config = Settings<typeof objectStoreServer, "image">;
    expectTypeOf<Shared<S3ServerArgs, Config>>().toEqualTypeOf<Config>();
  });

  it("PostgresCluster", () => {
    type Config = Settings<typeof databaseCluster>;
    expectTypeOf<Shared<PostgresClusterArgs, Config>>().toEqualTypeOf<Config>();
  });

  it("Mlflow", () => {
    type Config = Settings<typeof mlflow, "namespace" | "host" | "image" | "database" | "exposure">;
    expectTypeOf<Shared<MlflowArgs, Config>>().toEqualTypeOf<Config>();
  });

  it("telemetry in the chart", () => {
    type Config = Settings<typeof chartTelemetry>;
    expectTypeOf<Shared<TelemetryChartArgs, Config>>().toEqualTypeOf<Config>();
  });
});

// Values of a chart and the vendor's own answers are wider as args: their types say less than their schema.
describe("args take every key of the config, and what is parsed from it:", () => {
  it("MlopsRelease", () => {
    type Config = Settings<typeof mlops, "namespace" | "storage">;
    expectTypeOf<keyof Config>().toExtend<keyof MlopsReleaseArgs>();
    expectTypeOf<Config>().toExtend<Shared<MlopsReleaseArgs, Config>>();
  });

  it("Telemetry", () => {
    type Config = Settings<typeof standaloneTelemetry, "namespace">;
    expectTypeOf<keyof Config>().toExtend<keyof TelemetryArgs>();
    expectTypeOf<Shared<TelemetryArgs, Config>>().toExtend<Config>();
    expectTypeOf<Config>().toExtend<Shared<TelemetryArgs, Config>>();
  });

  it("Gateway", () => {
    type Config = Settings<typeof gateway, "routes">;
    expectTypeOf<keyof Config>().toExtend<keyof GatewayArgs>();
    expectTypeOf<Config>().toExtend<Shared<GatewayArgs, Config>>();
  });

  it("a route", () => {
    type Config = Settings<typeof route>;
    expectTypeOf<keyof Config>().toExtend<keyof Route>();
    expectTypeOf<Config>().toExtend<Shared<Route, Config>>();
  });
});

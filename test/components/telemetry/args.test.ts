import { describe, expect, it } from "vitest";
import type { TelemetryArgs } from "../../../components/telemetry/args.ts";
import { telemetryArgs } from "../../support/telemetryArgs.ts";
import { deployed, iam } from "./deployed.ts";

describe("wrong args of Telemetry", () => {
  it.each<[string, Partial<TelemetryArgs>, string]>([
    ["a namespace that is no name", { namespace: "ML" }, "namespace: expected a Kubernetes name"],
    [
      "a server without a port",
      { serverAddress: "events.telemetry.svc" },
      'serverAddress: expected host:port such as telemetry.example.svc:80, found "events.telemetry.svc"',
    ],
    [
      "an interval of nothing",
      { schedulerIntervalSeconds: 0 },
      "schedulerIntervalSeconds: expected at least 1, found 0",
    ],
    [
      "an image without its registry",
      { image: { repository: "h2oai-modelstorage-telemetry", tag: "0.68.1" } },
      "image.repository: expected a repository with its registry",
    ],
    [
      "a variable that the interval has",
      { variables: { ...telemetryArgs.variables, logLevel: "SCHEDULER_INTERVAL_SECONDS" } },
      "variables: expected three different names, none of them SCHEDULER_INTERVAL_SECONDS",
    ],
    [
      "a role that is no ARN",
      { database: { ...iam, roleArn: "telemetry" } },
      "roleArn: expected the ARN of an IAM role",
    ],
  ])("are refused: %s", async (_case, wrong, message) => {
    await expect(deployed(wrong)).rejects.toThrow(message);
  });

  it("are named all at once", async () => {
    await expect(deployed({ replicas: 0, logLevel: "" })).rejects.toThrow(/replicas: .*\n.*logLevel: /);
  });
});

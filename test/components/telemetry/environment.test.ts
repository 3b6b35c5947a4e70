import { describe, expect, it } from "vitest";
import { at } from "../../support/stack.ts";
import { containerPath, deployed, iam } from "./deployed.ts";

describe("the environment of the service", () => {
  it("has server, log level, interval and database in the variables that the image reads", async () => {
    const { one } = await deployed({ logLevel: "debug", schedulerIntervalSeconds: 60 });
    expect(at(one("Deployment"), `${containerPath}.env`)).toEqual([
      { name: "SERVER", value: "events.telemetry.svc.cluster.local:80" },
      { name: "LEVEL", value: "debug" },
      { name: "SCHEDULER_INTERVAL_SECONDS", value: "60" },
      { name: "DATABASE", valueFrom: { secretKeyRef: { name: "storage-database", key: "dsn" } } },
    ]);
  });
});

describe("login with AWS IAM", () => {
  it("puts the guide's connection string where the Secret's would be", async () => {
    const { one } = await deployed({ database: iam });
    expect(at(one("Deployment"), `${containerPath}.env.3`)).toEqual({
      name: "DATABASE",
      value: expect.stringMatching(/^postgres:\/\/mlops@mlops\.abc\.\S+:5432\/storage\?aws_iam_auth_enabled=true&/),
    });
  });
});

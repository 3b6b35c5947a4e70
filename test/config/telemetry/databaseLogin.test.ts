import { describe, expect, it } from "vitest";
import { iam, type Json, parse, problems, standalone } from "./sections.ts";

describe("the config of telemetry's database", () => {
  it("takes login with AWS IAM, in a namespace made here too", () => {
    expect(parse({ ...standalone, namespace: { name: "mlops" }, database: iam })).toMatchObject({ database: iam });
  });

  it.each<[string, Json, string]>([
    ["a database that is missing", { database: undefined }, "telemetry.database: an object with kind connectionString"],
    [
      "a Secret without its key",
      { database: { kind: "connectionString", host: "postgres", secretName: "a" } },
      "telemetry.database.key: a text",
    ],
    ["a database's URL", { database: { ...iam, host: "postgres://db" } }, "telemetry.database.host: the name of"],
    [
      "a region that is none",
      { database: { ...iam, region: "Frankfurt" } },
      "telemetry.database.region: an AWS region",
    ],
    ["a role that is no ARN", { database: { ...iam, roleArn: "role" } }, "telemetry.database.roleArn: the ARN of"],
  ])("refuses %s", (_case, change, problem) => {
    expect(problems({ ...standalone, ...change })).toEqual([expect.stringContaining(problem)]);
  });
});

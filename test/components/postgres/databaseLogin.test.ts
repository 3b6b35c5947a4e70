import { describe, expect, it } from "vitest";
import type { AwsInlinePolicy, AwsRole } from "../../../components/objectStore/objectStore.ts";
import { databaseLogin } from "../../../components/postgres/databaseLogin.ts";

const login = { resourceId: "cluster-ABC", user: "mlops" };

/** A role that remembers its policies. */
function role() {
  const attached: AwsInlinePolicy[] = [];
  const aws: AwsRole = {
    partition: "aws",
    accountId: "123456789012",
    region: "eu-central-1",
    annotations: { "eks.amazonaws.com/role-arn": "arn" },
    attach: (policy) => {
      attached.push(policy);
      return [];
    },
  };
  return { attached, aws };
}

describe("a database login", () => {
  it("allows one action on one user of one server", () => {
    const { attached, aws } = role();
    databaseLogin(aws, login);
    expect(attached).toEqual([
      {
        path: ["database", "cluster-ABC", "mlops"],
        name: "cluster-ABC-mlops",
        statement: {
          Sid: "DatabaseLogin",
          Effect: "Allow",
          Action: ["rds-db:connect"],
          Resource: ["arn:aws:rds-db:eu-central-1:123456789012:dbuser:cluster-ABC/mlops"],
        },
      },
    ]);
  });

  it("has the region and the annotations of the role", () => {
    expect(databaseLogin(role().aws, login)).toEqual({
      region: "eu-central-1",
      annotations: { "eks.amazonaws.com/role-arn": "arn" },
      ready: [],
    });
  });

  it.each([
    ["a user with a wildcard", { user: "*" }, "user: expected an SQL name"],
    ["any server", { resourceId: "*" }, "resourceId: expected a resource id of RDS"],
    ["a name in place of an id", { resourceId: "my-database" }, "resourceId: expected a resource id of RDS"],
  ])("refuses %s", (_case, wrong, message) => {
    expect(() => databaseLogin(role().aws, { ...login, ...wrong })).toThrow(message);
  });
});

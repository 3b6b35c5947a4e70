import { describe, expect, it } from "vitest";
import { iamConnectionString } from "../../../components/postgres/iamLogin.ts";

const login = { host: "db.example.com", port: 5432, database: "storage", user: "mlops", region: "eu-central-1" };

describe("the connection string for AWS IAM", () => {
  it("is the guide's", () => {
    expect(iamConnectionString(login)).toBe(
      "postgres://mlops@db.example.com:5432/storage?aws_iam_auth_enabled=true&aws_iam_auth_region=eu-central-1&aws_iam_auth_user=mlops&aws_iam_auth_endpoint=db.example.com:5432",
    );
  });

  it("has the server's port wherever it has its name", () => {
    expect(iamConnectionString({ ...login, port: 6432 }).match(/db\.example\.com:6432/g)).toHaveLength(2);
  });

  it("holds names that a URI would take apart", () => {
    const url = new URL(iamConnectionString({ ...login, user: "a@b&c", database: "d/e?f" }));
    expect(decodeURIComponent(url.username)).toBe("a@b&c");
    expect(decodeURIComponent(url.pathname)).toBe("/d/e?f");
    expect(url.searchParams.get("aws_iam_auth_user")).toBe("a@b&c");
    expect(url.host).toBe("db.example.com:5432");
  });
});

import { describe, expect, it } from "vitest";
import { isInsecure } from "../../../../policies/rules/data/hbaLine.ts";

describe("a line of pg_hba", () => {
  it.each([
    "host all all 10.0.0.0/8 trust",
    "host all all 10.0.0.0 255.0.0.0 trust",
    "host all all ::1 ffff:ffff:: trust",
    'host "my app" all 10.0.0.0/8 "trust"',
    "hostssl all all all trust # for now",
    "hostnossl app app all scram-sha-256",
    "host all all all password # scram-sha-256",
    "host all all all ldap ldapserver=ldap.example.com",
    "host all all all pam",
  ])("is weak: %s", (line) => {
    expect(isInsecure(line)).toBe(true);
  });

  it.each([
    "hostssl app app 10.0.0.0/8 scram-sha-256",
    "hostssl all all all cert clientcert=verify-full",
    "host all all 10.0.0.0 255.0.0.0 reject",
    "hostssl all all all ldap ldapserver=ldap.example.com",
    "hostssl trust all all scram-sha-256",
    "local all all peer",
    "# host all all all trust",
    "",
  ])("is sound: %s", (line) => {
    expect(isInsecure(line)).toBe(false);
  });
});

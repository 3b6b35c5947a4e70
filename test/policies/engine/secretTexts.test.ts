import { describe, expect, it } from "vitest";
import { isSecretName, showsSecret } from "../../../policies/engine/secretTexts.ts";

describe("what holds a secret", () => {
  it.each(["DB_PASSWORD", "dbPass", "PGPASSWORD", "MYSQL_PWD", "sessionSecret", "AWS_SECRET_ACCESS_KEY", "apiKey"])(
    "is called so: %s",
    (name) => {
      expect(isSecretName(name)).toBe(true);
    },
  );

  it.each(["PWD", "bypass", "passwordFile", "existingSecret", "secret", "tokenPath", "compass", "allowAllOnPass1"])(
    "is not called so: %s",
    (name) => {
      expect(isSecretName(name)).toBe(false);
    },
  );
});

describe("a text", () => {
  it("shows a password in an address, and a private key", () => {
    expect(showsSecret("postgres://app:example@db/app")).toBe(true);
    expect(showsSecret("-----BEGIN PRIVATE KEY-----\nMII=")).toBe(true);
    expect(showsSecret("-----BEGIN RSA PRIVATE KEY-----\nMII=")).toBe(true);
  });

  it("shows none in a certificate, or in an address without a password", () => {
    expect(showsSecret("-----BEGIN CERTIFICATE-----\nMII=")).toBe(false);
    expect(showsSecret("postgres://app@db/app")).toBe(false);
    expect(showsSecret("postgres://app:$(PASSWORD)@db/app")).toBe(false);
  });
});

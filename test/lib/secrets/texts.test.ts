import { describe, expect, it } from "vitest";
import { showsCredential, withoutCredentials } from "../../../lib/secrets/texts.ts";

const privateKey = (kind: string) => `-----BEGIN ${kind}PRIVATE KEY-----\ncanary\n-----END ${kind}PRIVATE KEY-----`;

describe("a text without credentials", () => {
  it.each([
    ["the password of a URL", "see postgres://app:canary@db/app", "see postgres://[secret]@db/app"],
    ["an argument", "serve --admin-password=canary --port=80", "serve --admin-password=[secret] --port=80"],
    ["an environment variable", "DB_PASS=x API_KEY='canary'", "DB_PASS=x API_KEY='[secret]'"],
    ["a header", "Authorization: Bearer canary", "Authorization: Bearer [secret]"],
    ["a private key", `key: ${privateKey("RSA ")}\nport: 80`, "key: [secret]\nport: 80"],
    ["a private key that is cut off", "-----BEGIN PRIVATE KEY-----\ncanary", "[secret]"],
  ])("masks %s", (_, text, expected) => {
    expect(withoutCredentials(text)).toBe(expected);
  });

  it.each([
    "the token: none was given",
    "postgres://app@db/app",
    "https://example.com:8080/@user",
    "--token-path=/var",
  ])("keeps a text without credentials: %s", (text) => {
    expect(withoutCredentials(text)).toBe(text);
  });
});

describe("a text that shows a credential", () => {
  it.each([
    "postgres://app:example@db/app",
    "postgres://app:$(PASSWORD)@db/app postgres://app:example@db/app",
    privateKey(""),
    privateKey("RSA "),
  ])("%s", (text) => {
    expect(showsCredential(text)).toBe(true);
  });
});

describe("a text that shows none", () => {
  it.each([
    "-----BEGIN CERTIFICATE-----\nMII=",
    "postgres://app@db/app",
    "postgres://app:[secret]@db/app",
    "postgres://app:$(PASSWORD)@db/app",
    `postgres://app:\${PASSWORD}@db/app`,
    "postgres://app:{{password}}@db/app",
  ])("%s", (text) => {
    expect(showsCredential(text)).toBe(false);
  });
});

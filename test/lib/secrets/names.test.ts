import { describe, expect, it } from "vitest";
import { isCredentialName, mayBeCredentialName } from "../../../lib/secrets/names.ts";

const credentials = [
  ...["DB_PASSWORD", "adminPassword", "rootpassword", "dbPass", "PGPASS", "PGPASSWORD", "MYSQL_PWD"],
  ...["sessionSecret", "hmac-secret", "AWS_SECRET_ACCESS_KEY", "apiKey", "APIKey", "AZURE_STORAGE_KEY"],
  ...["connection string", "private.key", "authToken"],
];

const ambiguous = [
  ...["secret", "existingSecret", "PWD", "AWS_ACCESS_KEY_ID", "licenseKey", "license", "DSN", "kubeconfig"],
  ...[".dockerconfigjson", "tls.key", "sas", "Authorization", "apiKeys"],
];

const harmless = ["bypass", "compass", "canvas", "allowAllOnPass1", "passwordFile", "secretName", "tokenPath", ""];

describe("the name of a credential", () => {
  it.each(credentials)("is certain: %s", (name) => {
    expect(isCredentialName(name)).toBe(true);
  });

  it.each(ambiguous)("is ambiguous where references have such names too: %s", (name) => {
    expect(isCredentialName(name)).toBe(false);
  });

  it.each([...credentials, ...ambiguous])("is possible: %s", (name) => {
    expect(mayBeCredentialName(name)).toBe(true);
  });
});

describe("any other name", () => {
  it.each(harmless)("is harmless: %s", (name) => {
    expect(isCredentialName(name)).toBe(false);
    expect(mayBeCredentialName(name)).toBe(false);
  });
});

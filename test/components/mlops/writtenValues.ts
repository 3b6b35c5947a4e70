import type { JsonMap } from "../../../lib/json.ts";

/** Values of 0.67 that every release has something to do with. */
export const written: JsonMap = {
  tls: true,
  securityOptions: [1, 3],
  deploymentEnvironment: { corsOrigin: "https://mlops.example.com" },
  apiGateway: { authorization: { enabled: false } },
  storage: { cloudPersistence: { enabled: true, url: "s3://own?region=us-east-1" } },
};

/** What they leave open on the way. */
export const answers = {
  securityOptions: { 1: "PASSPHRASE_HASH_TYPE_PLAINTEXT", 3: "AUTHORIZATION_PROTOCOL_OIDC" },
  mtls: "none",
} as const;

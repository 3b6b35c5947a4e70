import type { KeyArgs } from "@pulumi/aws/kms/key.js";
import type { KeyPolicyArgs } from "@pulumi/aws/kms/keyPolicy.js";
import { type Case, resource } from "../../case.ts";

const key = (name: string, inputs: KeyArgs) => resource<KeyArgs>("aws:kms/key:Key", name, inputs);

const rotated = "kms-key-rotated";
const named = "kms-key-principals-named";

const allow = (statement: object) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "kms:*", Resource: "*", ...statement }],
  });

export const kmsKeyCases: Case[] = [
  {
    rule: rotated,
    passes: [[key(rotated, { enableKeyRotation: true })], [key(rotated, { customerMasterKeySpec: "RSA_4096" })]],
    fails: [[key(rotated, {})], [key(`${rotated}-2`, { enableKeyRotation: true, rotationPeriodInDays: 2560 })]],
  },
  {
    rule: named,
    passes: [
      [key(named, { policy: allow({ Principal: { AWS: "arn:aws:iam::111122223333:root" } }) })],
      [
        key(named, {
          policy: allow({
            Principal: { AWS: "*" },
            Condition: { StringEquals: { "kms:CallerAccount": "111122223333" } },
          }),
        }),
      ],
      [key(named, {})],
    ],
    fails: [
      [key(named, { policy: allow({ Principal: { AWS: "*" } }) })],
      [key(`${named}-2`, { policy: allow({ NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" } }) })],
      [
        key(`${named}-3`, {
          policy: allow({ Principal: { AWS: ["*"] }, Condition: { StringLike: { "kms:CallerAccount": "*" } } }),
        }),
      ],
      [
        resource<KeyPolicyArgs>("aws:kms/keyPolicy:KeyPolicy", `${named}-4`, {
          keyId: "example",
          policy: allow({ Principal: "*" }),
        }),
      ],
    ],
  },
];

import type { BucketArgs } from "@pulumi/aws/s3/bucket.js";
import type { BucketAclArgs } from "@pulumi/aws/s3/bucketAcl.js";
import type { BucketPolicyArgs } from "@pulumi/aws/s3/bucketPolicy.js";
import { UNKNOWN } from "../../../../graph/inputs.ts";
import { type Case, resource } from "../../case.ts";

const bucket = (name: string, inputs: BucketArgs = {}) =>
  resource<BucketArgs>("aws:s3/bucket:Bucket", name, { bucket: name, ...inputs });

const document = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });

const policy = (bucket: string, policy: string) =>
  resource<BucketPolicyArgs>("aws:s3/bucketPolicy:BucketPolicy", `${bucket}-policy`, { bucket, policy });

const acl = (bucket: string, acl: string) =>
  resource<BucketAclArgs>("aws:s3/bucketAcl:BucketAcl", `${bucket}-acl`, { bucket, acl });

const tls = "s3-bucket-tls-only";
const principals = "s3-bucket-policy-principals-named";
const lockout = "s3-bucket-policy-no-lockout";
const readable = "s3-bucket-policy-readable";
const acls = "s3-acl-private";

const tlsOnly = (bucket: string) => ({
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: "*",
  Action: ["s3:*"],
  Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

const withoutTls = (bucketName: string, change: object) => [
  bucket(bucketName),
  policy(bucketName, document({ ...tlsOnly(bucketName), ...change })),
];

const read = (bucket: string, Principal: unknown) =>
  document({ Effect: "Allow", Principal, Action: "s3:GetObject", Resource: `arn:aws:s3:::${bucket}/*` });

const role = "arn:aws:iam::111122223333:role/reader";

export const s3BucketPolicyCases: Case[] = [
  {
    rule: tls,
    passes: [
      [bucket(tls), policy(tls, document(tlsOnly(tls)))],
      [bucket(tls), policy(tls, document({ ...tlsOnly(tls), Principal: { AWS: "*" }, Action: "*" }))],
      [bucket(tls, { policy: document(tlsOnly(tls)) })],
      [bucket(tls), policy(tls, UNKNOWN)],
    ],
    fails: [
      [bucket(tls)],
      withoutTls(`${tls}-bucket-only`, { Resource: [`arn:aws:s3:::${tls}-bucket-only`] }),
      withoutTls(`${tls}-some-actions`, { Action: ["s3:PutObject"] }),
      withoutTls(`${tls}-some-principals`, { Principal: { AWS: role } }),
      withoutTls(`${tls}-allowed`, { Effect: "Allow" }),
      withoutTls(`${tls}-wrong-way`, { Condition: { Bool: { "aws:SecureTransport": "true" } } }),
      withoutTls(`${tls}-also-elsewhere`, {
        Condition: { Bool: { "aws:SecureTransport": "false" }, StringEquals: { "aws:SourceVpc": "vpc-1" } },
      }),
      withoutTls(`${tls}-of-another`, { Resource: ["arn:aws:s3:::another", "arn:aws:s3:::another/*"] }),
    ],
  },
  {
    rule: principals,
    passes: [
      [policy(principals, read(principals, { AWS: role }))],
      [policy(principals, document(tlsOnly(principals)))],
    ],
    fails: [
      [policy(principals, read(principals, "*"))],
      [policy(`${principals}-2`, read(`${principals}-2`, { AWS: [role, "*"] }))],
      [bucket(`${principals}-3`, { policy: read(`${principals}-3`, "*") })],
      [
        policy(
          `${principals}-4`,
          document({ Effect: "Allow", NotPrincipal: { AWS: role }, Action: "s3:GetObject", Resource: "*" }),
        ),
      ],
    ],
  },
  {
    rule: lockout,
    passes: [[policy(lockout, document(tlsOnly(lockout)))]],
    fails: [[policy(lockout, document({ ...tlsOnly(lockout), Condition: undefined }))]],
  },
  {
    rule: readable,
    passes: [[policy(readable, document(tlsOnly(readable)))], [policy(readable, UNKNOWN)], [bucket(readable)]],
    fails: [[policy(readable, "{")], [policy(`${readable}-2`, document({ Effect: "Permit" }))]],
  },
  {
    rule: acls,
    passes: [[bucket(acls)], [acl(acls, "private")]],
    fails: [[acl(acls, "public-read")], [bucket(`${acls}-2`, { acl: "authenticated-read" })]],
  },
];

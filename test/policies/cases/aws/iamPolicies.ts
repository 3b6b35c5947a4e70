import type { RoleArgs } from "@pulumi/aws/iam/role.js";
import type { RolePolicyArgs } from "@pulumi/aws/iam/rolePolicy.js";
import { UNKNOWN } from "../../../../graph/inputs.ts";
import { type Case, type CaseResource, resource } from "../../case.ts";

const document = (...statements: object[]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
  });

const rolePolicy = (name: string, policy: RolePolicyArgs["policy"]): CaseResource[] => [
  resource<RolePolicyArgs>("aws:iam/rolePolicy:RolePolicy", name, { role: "mlflow", policy }),
];

const bucket = "arn:aws:s3:::artifacts";
const get = { Action: "s3:GetObject", Resource: `${bucket}/mlflow/*` };
const list = { Action: "s3:ListBucket", Resource: bucket };

const readable = "iam-policy-readable";
const actions = "iam-policy-actions-exact";
const resources = "iam-policy-resources-exact";
const conditions = "iam-policy-conditions-exact";
const listing = "iam-policy-listing-limited";
const escalation = "iam-policy-escalation-absent";
const database = "iam-policy-database-user-named";

const prefixed = (values: string | string[]) => ({ ...list, Condition: { StringLike: { "s3:prefix": values } } });
const login = (Resource: string | string[]) => document({ Action: "rds-db:connect", Resource });
const server = "arn:aws:rds-db:eu-central-1:111122223333:dbuser:db-ABCDEFGHIJKL01234";

export const awsPolicyCases: Case[] = [
  {
    rule: readable,
    passes: [rolePolicy(readable, document(get)), rolePolicy(readable, UNKNOWN)],
    fails: [
      rolePolicy(readable, "s3:GetObject"),
      rolePolicy(`${readable}-2`, JSON.stringify({ Version: "2012-10-17" })),
    ],
  },
  {
    rule: actions,
    passes: [
      rolePolicy(actions, document(get)),
      rolePolicy(actions, document({ Effect: "Deny", Action: "*", Resource: "*" })),
      rolePolicy(actions, { Version: "2012-10-17", Statement: [{ Effect: "Allow", ...get }] }),
      rolePolicy(actions, UNKNOWN),
    ],
    fails: [
      rolePolicy(`${actions}-all`, document({ ...get, Action: "*" })),
      rolePolicy(`${actions}-service`, document({ ...get, Action: ["s3:GetObject", "s3:*"] })),
      rolePolicy(`${actions}-part`, document({ ...get, Action: "s3:Get*" })),
      rolePolicy(`${actions}-not`, document({ NotAction: "s3:DeleteBucket", Resource: `${bucket}/mlflow/*` })),
      [
        resource<RoleArgs>("aws:iam/role:Role", `${actions}-inline`, {
          assumeRolePolicy: document({ Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }),
          inlinePolicies: [{ name: "all", policy: document({ ...get, Action: "s3:*" }) }],
        }),
      ],
    ],
  },
  {
    rule: resources,
    passes: [
      rolePolicy(resources, document(get)),
      rolePolicy(resources, document({ ...get, Resource: `${bucket}/*` })),
      rolePolicy(resources, document({ ...get, Resource: UNKNOWN })),
    ],
    fails: [
      rolePolicy(`${resources}-all`, document({ ...get, Resource: "*" })),
      rolePolicy(`${resources}-buckets`, document({ ...get, Resource: "arn:aws:s3:::*/*" })),
      rolePolicy(`${resources}-within`, document({ ...get, Resource: `${bucket}/*/models/*` })),
      rolePolicy(`${resources}-start`, document({ ...get, Resource: `${bucket}/mlflow*` })),
      rolePolicy(
        `${resources}-tables`,
        document({ Action: "dynamodb:GetItem", Resource: "arn:aws:dynamodb:eu-central-1:111122223333:table/*" }),
      ),
      rolePolicy(`${resources}-not`, document({ Action: "s3:GetObject", NotResource: bucket })),
    ],
  },
  {
    rule: conditions,
    passes: [rolePolicy(conditions, document(prefixed("mlflow/*"))), rolePolicy(conditions, document(get))],
    fails: [
      rolePolicy(conditions, document(prefixed("*"))),
      rolePolicy(`${conditions}-2`, document(prefixed(["mlflow/*", "*/models/*"]))),
      rolePolicy(
        `${conditions}-3`,
        document({ ...get, Condition: { StringLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } } }),
      ),
    ],
  },
  {
    rule: listing,
    passes: [
      rolePolicy(listing, document(prefixed("mlflow/*"))),
      // An identity that owns the whole bucket.
      rolePolicy(listing, document(list, { ...get, Resource: `${bucket}/*` })),
    ],
    fails: [
      rolePolicy(listing, document(list, get)),
      rolePolicy(`${listing}-2`, document(list, { ...get, Resource: "arn:aws:s3:::another/*" })),
    ],
  },
  {
    rule: escalation,
    passes: [rolePolicy(escalation, document({ Action: "iam:GetRole", Resource: "arn:aws:iam::111122223333:role/a" }))],
    fails: [
      rolePolicy(
        escalation,
        document({ Action: ["iam:PassRole"], Resource: "arn:aws:iam::111122223333:role/administrator" }),
      ),
      rolePolicy(
        `${escalation}-2`,
        document({ Action: "iam:AttachRolePolicy", Resource: "arn:aws:iam::111122223333:role/mlflow" }),
      ),
    ],
  },
  {
    rule: database,
    passes: [rolePolicy(database, login(`${server}/mlops`)), rolePolicy(database, login(UNKNOWN))],
    fails: [
      rolePolicy(database, login(`${server}/*`)),
      rolePolicy(`${database}-2`, login([`${server}/mlops`, `${server}/postgres`])),
      rolePolicy(`${database}-3`, login("arn:aws:rds-db:eu-central-1:111122223333:dbuser:*/mlops")),
    ],
  },
];

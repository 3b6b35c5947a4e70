import type { KeyArgs } from "@pulumi/aws/kms/key.js";
import type { Unwrap } from "@pulumi/pulumi";
import { ofType, type Rule, resourceRule } from "../../engine/rule.ts";
import { isKnown, mayBe } from "../../engine/unknown.ts";
import { isEverybody, isReadable, restrictsNothing, statementsOf } from "./policyDocument.ts";

type Key = Unwrap<KeyArgs>;

const isKey = ofType("aws:kms/key:Key");
const maxRotationDays = 365;

/** Keys with an inline policy, and separate key policies. */
const hasPolicy = ofType(
  "aws:kms/externalKey:ExternalKey",
  "aws:kms/key:Key",
  "aws:kms/keyPolicy:KeyPolicy",
  "aws:kms/replicaExternalKey:ReplicaExternalKey",
  "aws:kms/replicaKey:ReplicaKey",
);

export const kmsKeys: Rule[] = [
  resourceRule<Key>({
    name: "kms-key-rotated",
    severity: "medium",
    what: "Every symmetric KMS key is rotated at least once a year.",
    why: "Otherwise one leaked generation of the key decrypts everything that was ever encrypted with it.",
    fix: "Set enableKeyRotation: true, and remove rotationPeriodInDays or set it to 365 or less.",
    references: ["Security Hub KMS.4", "CKV_AWS_7"],
    on: isKey,
    check: ({ inputs }) => {
      const isSymmetric = (inputs.customerMasterKeySpec ?? "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT";
      // KMS does not rotate keys of custom key stores.
      if (!isSymmetric || inputs.customKeyStoreId !== undefined) {
        return [];
      }
      const days = inputs.rotationPeriodInDays ?? maxRotationDays;
      return [
        ...(!mayBe(inputs.enableKeyRotation, true) ? ["The key is never rotated."] : []),
        ...(isKnown(days) && days > maxRotationDays ? [`The key is rotated every ${days} days.`] : []),
      ];
    },
  }),
  resourceRule<Key>({
    name: "kms-key-principals-named",
    severity: "critical",
    what: "No KMS key policy allows everybody anything without a condition.",
    why: "Whoever may use the key can read everything that is encrypted with it.",
    fix: "Name accounts or roles in Principal, or add a condition such as kms:CallerAccount.",
    references: ["FSBP KMS.5", "CKV_AWS_33"],
    on: hasPolicy,
    check: ({ inputs }) => [
      ...(isReadable(inputs.policy) ? [] : ["The policy is not a valid policy document."]),
      ...statementsOf(inputs.policy)
        .filter(({ allows, principals, negated, conditions }) => {
          const isForAll = principals.some(isEverybody) || negated.includes("NotPrincipal");
          return allows && isForAll && conditions.every(restrictsNothing);
        })
        .map(({ name }) => `Statement ${name} allows everybody to use the key.`),
    ],
  }),
];

import type { KeyArgs } from "@pulumi/aws/kms/key.js";
import type { Unwrap } from "@pulumi/pulumi";
import { ofType, type Rule, resourceRule } from "../../engine/rule.ts";
import { isKnown, mayBe } from "../../engine/unknown.ts";
import { isEverybody, isReadable, isVoid, statementsOf } from "./policyDocument.ts";

type Key = Unwrap<KeyArgs>;

const isKey = ofType("aws:kms/key:Key");
const maxRotationDays = 365;

/** Keys with a policy of their own, and policies beside one. */
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
    what: "A symmetric key of KMS is rotated every year or more often.",
    why: "What leaks with one generation of a key is otherwise all that was ever encrypted.",
    fix: "Set enableKeyRotation: true, and leave rotationPeriodInDays out or set it to 365 or less.",
    references: ["Security Hub KMS.4", "CKV_AWS_7"],
    on: isKey,
    check: ({ inputs }) => {
      const isSymmetric = (inputs.customerMasterKeySpec ?? "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT";
      // KMS rotates no key of a store of one's own.
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
    what: "No policy of a key of KMS allows anything to everybody without a condition.",
    why: "Whoever may use the key reads everything that it encrypts.",
    fix: "Name accounts or roles in Principal, or add a condition such as kms:CallerAccount.",
    references: ["FSBP KMS.5", "CKV_AWS_33"],
    on: hasPolicy,
    check: ({ inputs }) => [
      ...(isReadable(inputs.policy) ? [] : ["The policy is not a policy document."]),
      ...statementsOf(inputs.policy)
        .filter(({ allows, principals, negated, conditions }) => {
          const isForAll = principals.some(isEverybody) || negated.includes("NotPrincipal");
          return allows && isForAll && conditions.every(isVoid);
        })
        .map(({ name }) => `Statement ${name} allows everybody to use the key.`),
    ],
  }),
];

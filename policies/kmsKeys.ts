import type { KeyArgs } from "@pulumi/aws/kms/key.js";
import type { Unwrap } from "@pulumi/pulumi";
import { isOther } from "./known.ts";
import { isEverybody, statementsOf } from "./policyDocument.ts";
import { ofType, type Rule, resourceRule } from "./rule.ts";

type Key = Unwrap<KeyArgs>;

const isKey = ofType("aws:kms/key:Key");

export const kmsKeys: Rule[] = [
  resourceRule<Key>({
    name: "kms-key-rotated",
    severity: "medium",
    what: "A symmetric key of KMS is rotated every year or more often.",
    why: "What leaks with one generation of a key is otherwise all that was ever encrypted.",
    mend: "Set enableKeyRotation: true.",
    references: ["FSBP KMS.4", "CKV_AWS_7"],
    on: isKey,
    check: ({ inputs }) => {
      const isSymmetric = (inputs.customerMasterKeySpec ?? "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT";
      return isSymmetric && isOther(inputs.enableKeyRotation, true) ? ["The key is never rotated."] : [];
    },
  }),
  resourceRule<Key>({
    name: "kms-key-principals-named",
    severity: "critical",
    what: "No policy of a key of KMS allows anything to everybody without a condition.",
    why: "Whoever may use the key reads everything that it encrypts.",
    mend: "Name accounts or roles in Principal, or add a condition such as kms:CallerAccount.",
    references: ["FSBP KMS.5", "CKV_AWS_33"],
    on: isKey,
    check: ({ inputs }) =>
      statementsOf(inputs.policy)
        .filter(({ allows, principals, conditions }) => {
          return allows && principals.some(isEverybody) && conditions.length === 0;
        })
        .map(({ name }) => `Statement ${name} allows everybody to use the key.`),
  }),
];

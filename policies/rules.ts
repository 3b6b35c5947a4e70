/** Every rule of the pack, by family. */
import { podIsolation } from "./podIsolation.ts";
import { podSecurity } from "./podSecurity.ts";
import type { Rule } from "./rule.ts";
import { s3Buckets } from "./s3Buckets.ts";

export const families: { title: string; rules: Rule[] }[] = [
  { title: "Buckets in Amazon S3", rules: s3Buckets },
  { title: "Pods: what their containers may do", rules: podSecurity },
  { title: "Pods: what they reach of their node", rules: podIsolation },
];

export const rules: Rule[] = families.flatMap((family) => family.rules);

import { z } from "zod";
import { kubernetesName } from "../../config/values.ts";
import { UserError } from "../../lib/userError.ts";
import { checkedArgs } from "../checkedArgs.ts";
import type { BucketChoice, BucketRole, Buckets, Grant, GrantArgs, Workload } from "./objectStore.ts";

const segment = "[A-Za-z0-9][A-Za-z0-9._=-]*";

export const bucketRole = z.enum(["artifacts", "backups", "models"]);

/** Prefixes end up in policies and conditions: no wildcard, quote or variable may hide in one. */
const grantSchema = z.strictObject({
  bucket: bucketRole,
  namespace: kubernetesName,
  serviceAccount: kubernetesName,
  prefix: z
    .string()
    .regex(
      new RegExp(`^(${segment}(/${segment})*)?$`),
      "a path without slashes at its ends, of letters, digits, dots, hyphens, underscores and equals signs",
    ),
  access: z.enum(["read", "readWrite"]),
});

/** Namespace and service account end up in the trust of an identity. */
export const workloadSchema = z.object({ namespace: kubernetesName, serviceAccount: kubernetesName });

/** The grants of one store. Asking again for the same gives the same; asking for another access is refused. */
export class Grants {
  readonly #store: string;
  readonly #buckets: Buckets;
  readonly #made = new Map<string, { access: GrantArgs["access"]; grant: Grant }>();

  /** `store` is how messages name it, such as `AwsObjectStore "store"`. */
  constructor(store: string, buckets: Buckets) {
    this.#store = store;
    this.#buckets = buckets;
  }

  /** @throws UserError where the store has no bucket for this role. */
  bucket(role: BucketRole): BucketChoice {
    const bucket = this.#buckets[role];
    if (bucket === undefined) {
      throw new UserError(`${this.#store}: buckets.${role}: expected the name of a bucket, found nothing`);
    }
    return bucket;
  }

  /** @throws Error listing every problem of the args, or when the workload has the prefix with another access. */
  once(args: GrantArgs, make: (args: GrantArgs) => Grant): Grant {
    const checked = checkedArgs(`${this.#store}.grant`, grantSchema, args);
    const { bucket, prefix, access } = checked;
    const key = `${workloadOf(checked)} ${bucket}/${prefix}`;
    const earlier = this.#made.get(key);
    if (earlier === undefined) {
      const grant = make(checked);
      this.#made.set(key, { access, grant });
      return grant;
    }
    if (earlier.access !== access) {
      throw new Error(
        `${this.#store}.grant: ${workloadOf(args)} has ${earlier.access} on ${bucket}/${prefix} already, found ${access}. Ask for one of them.`,
      );
    }
    return earlier.grant;
  }
}

/** `namespace/serviceAccount`, the key of existing identities in the config. */
export function workloadOf({ namespace, serviceAccount }: Workload): string {
  return `${namespace}/${serviceAccount}`;
}

/** Logical name of a grant's policy or binding. */
export function grantName(store: string, { namespace, serviceAccount, bucket, prefix }: GrantArgs): string {
  return [store, namespace, serviceAccount, bucket, ...(prefix === "" ? [] : [prefix])].join("/");
}

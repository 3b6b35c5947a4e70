import { z } from "zod";
import { databaseResourceId, identifier, kubernetesName } from "../../config/values.ts";
import { UserError } from "../../lib/userError.ts";
import { validate } from "../validate.ts";
import type { BucketChoice, BucketRole, Buckets, Grant, GrantArgs } from "./objectStore.ts";

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

/** The user ends up in a policy too. Ids of instances, clusters and proxies of RDS look alike. */
export const databaseLoginSchema = z.strictObject({
  namespace: kubernetesName,
  serviceAccount: kubernetesName,
  resourceId: databaseResourceId,
  user: identifier,
});

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

  /** @throws UserError where the store has none for it. */
  bucket(role: BucketRole): BucketChoice {
    const bucket = this.#buckets[role];
    if (bucket === undefined) {
      throw new UserError(`${this.#store}: buckets.${role}: expected the name of a bucket, found nothing`);
    }
    return bucket;
  }

  /** @throws Error listing every problem of the args, or when the workload has the prefix with another access. */
  once(args: GrantArgs, make: () => Grant): Grant {
    validate(`${this.#store}.grant`, grantSchema, args);
    const { bucket, prefix, access } = args;
    const key = `${workloadOf(args)} ${bucket}/${prefix}`;
    const earlier = this.#made.get(key);
    if (earlier === undefined) {
      const grant = make();
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

export interface Workload {
  namespace: string;
  serviceAccount: string;
}

/** `namespace/serviceAccount`, the key of brought identities. */
export function workloadOf({ namespace, serviceAccount }: Workload): string {
  return `${namespace}/${serviceAccount}`;
}

/** Logical name of what a grant makes. */
export function grantName(store: string, { namespace, serviceAccount, bucket, prefix }: GrantArgs): string {
  return [store, namespace, serviceAccount, bucket, ...(prefix === "" ? [] : [prefix])].join("/");
}

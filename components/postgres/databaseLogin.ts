import type { Resource } from "@pulumi/pulumi";
import { z } from "zod";
import { databaseResourceId, identifier } from "../../config/values.ts";
import { checkedArgs } from "../checkedArgs.ts";
import type { AwsInlinePolicy, AwsRole } from "../objectStore/objectStore.ts";

/** One user of one server of RDS or Aurora. */
export interface DatabaseLoginArgs {
  /** Id that RDS gave the server, such as `db-ABCDEFGHIJKL01234`. */
  resourceId: string;

  user: string;
}

/** The right of a workload to log in with its IAM role. */
export interface DatabaseLogin {
  /** Annotations of the workload's ServiceAccount. */
  annotations: Record<string, string>;

  /** AWS region of the server. */
  region: string;

  /** Resources that must exist before the workload starts. */
  ready: Resource[];
}

/** Both end up in a policy. Ids of instances, clusters and proxies look alike. */
const schema = z.strictObject({ resourceId: databaseResourceId, user: identifier });

/** Lets a role log in to one server as one user. */
export function databaseLogin(role: AwsRole, args: DatabaseLoginArgs): DatabaseLogin {
  const { resourceId, user } = checkedArgs("The database login", schema, args);
  const ready = role.attach({
    path: ["database", resourceId, user],
    name: `${resourceId}-${user}`,
    statement: loginStatement(role, { resourceId, user }),
  });
  return { annotations: role.annotations, region: role.region, ready };
}

/** Source: RDS user guide, "Creating and using an IAM policy for IAM database access". */
export function loginStatement(
  { partition, region, accountId }: Pick<AwsRole, "partition" | "region" | "accountId">,
  { resourceId, user }: DatabaseLoginArgs,
): AwsInlinePolicy["statement"] {
  return {
    Sid: "DatabaseLogin",
    Effect: "Allow",
    Action: ["rds-db:connect"],
    Resource: [`arn:${partition}:rds-db:${region}:${accountId}:dbuser:${resourceId}/${user}`],
  };
}

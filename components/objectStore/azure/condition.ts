/** Condition of a role assignment on a container (Azure attribute-based access control, version 2.0). */
import type { GrantArgs } from "../objectStore.ts";

const blobs = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs";

// All data actions of Storage Blob Data Contributor: a condition does not limit actions that it does not name.
const writeActions = ["write", "add/action", "delete", "move/action"].map((action) => actionMatches(action));
const readBlob = actionMatches("read", " AND NOT SubOperationMatches{'Blob.List'}");
const listBlobs = actionMatches("read", " AND SubOperationMatches{'Blob.List'}");

/**
 * Limits a role to a prefix: reads and writes by the blob's path, lists by the requested prefix. The empty prefix has
 * no condition.
 *
 * Source: "Example Azure role assignment conditions for Blob Storage", read or list blobs in named containers with a
 * path.
 */
export function azureCondition(prefix: string, access: GrantArgs["access"]): string | undefined {
  if (prefix === "") {
    return undefined;
  }
  const onBlobs = access === "readWrite" ? [readBlob, ...writeActions] : [readBlob];
  return [
    clause(onBlobs, `@Resource[${blobs}:path] StringStartsWith '${prefix}/'`),
    clause([listBlobs], `@Request[${blobs}:prefix] StringStartsWith '${prefix}/'`),
  ].join("\nAND\n");
}

function actionMatches(action: string, suboperation = ""): string {
  return `ActionMatches{'${blobs}/${action}'}${suboperation}`;
}

/** Allows these actions only if the expression is true, and all others. */
function clause(actions: string[], expression: string): string {
  return [
    "(",
    " (",
    actions.map((action) => `  !(${action})`).join("\n  AND\n"),
    " )",
    " OR",
    " (",
    `  ${expression}`,
    " )",
    ")",
  ].join("\n");
}

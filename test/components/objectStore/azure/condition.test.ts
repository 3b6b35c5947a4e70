import { describe, expect, it } from "vitest";
import { azureCondition } from "../../../../components/objectStore/azure/condition.ts";

const blobs = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs";

describe("the condition of an Azure role assignment", () => {
  it("reads as Azure's own example does: blobs by path, lists by the prefix asked for", () => {
    expect(azureCondition("readonly", "read")).toBe(
      `(
 (
  !(ActionMatches{'${blobs}/read'} AND NOT SubOperationMatches{'Blob.List'})
 )
 OR
 (
  @Resource[${blobs}:path] StringStartsWith 'readonly/'
 )
)
AND
(
 (
  !(ActionMatches{'${blobs}/read'} AND SubOperationMatches{'Blob.List'})
 )
 OR
 (
  @Request[${blobs}:prefix] StringStartsWith 'readonly/'
 )
)`,
    );
  });

  it.each(["write", "add/action", "delete", "move/action"])(
    "names %s for readWrite: what it leaves out is free",
    (action) => {
      expect(azureCondition("mlflow", "readWrite")).toContain(`!(ActionMatches{'${blobs}/${action}'})`);
    },
  );

  it("closes every bracket", () => {
    const condition = azureCondition("mlflow", "readWrite") ?? "";
    expect(condition.split("(").length).toBe(condition.split(")").length);
  });

  it("is absent for the empty prefix", () => {
    expect(azureCondition("", "readWrite")).toBeUndefined();
  });
});

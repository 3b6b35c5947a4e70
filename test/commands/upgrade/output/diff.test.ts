import { describe, expect, it } from "vitest";
import { maskedDiff } from "../../../../commands/upgrade/output/diff.ts";
import { exampleReport } from "../../../support/exampleProduct.ts";

describe("the diff of an upgrade", () => {
  it("shows what changes in the values, with secrets masked", () => {
    const values = "# mine\norigin: https://example.com # why\npassword: canary\nother: canary\nlimit: 3\n";
    expect(maskedDiff(exampleReport({ values }))).toBe(`--- given/values.yaml
+++ 2.0.0/values.yaml
@@ -1,5 +1,6 @@
 # …
-origin: https://example.com # …
 password: [secret]
 other: [secret]
 limit: 3
+cors:
+  origin: https://example.com # …

`);
  });

  it("shows changes in the deployments, with public environment variables only", () => {
    const deployments = "deployments:\n- name: churn\n  runtime: old\n  env: {TOKEN: canary, WORKERS: '4'}\n";
    const diff = maskedDiff(exampleReport({ deployments }));
    expect(diff).toContain("-  runtime: old\n+  runtime: new\n");
    expect(diff).toContain("   env: {TOKEN: [secret], WORKERS: '4'}\n");
  });

  it("is empty if nothing changes", () => {
    expect(maskedDiff(exampleReport({ values: "a: 1\n", from: "1.1" }))).toBe("");
  });
});

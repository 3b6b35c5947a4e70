import { defineConfig } from "vitest/config";

// Modules are shared between test files: loading Pulumi's SDK once instead of once a file costs a quarter of the CPU.
export default defineConfig({
  test: {
    globalSetup: "test/support/temporaryFolders.ts",
    include: ["test/**/*.test.ts"],
    exclude: ["test/e2e/**", "test/real/**"],
    pool: "forks",
    isolate: false,
    // One core less is the default, and some tests only wait.
    maxWorkers: "100%",
    testTimeout: 30_000,
  },
});

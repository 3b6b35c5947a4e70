import { defineConfig } from "vitest/config";

// What needs real servers: one file after the other, each with its own servers on loopback.
export default defineConfig({
  test: {
    globalSetup: "test/support/temporaryFolders.ts",
    include: ["test/e2e/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    bail: 0,
  },
});

import { defineConfig } from "vitest/config";

// What needs real servers: three files at a time, since each mostly waits for its own servers on loopback.
export default defineConfig({
  test: {
    globalSetup: "test/support/temporaryFolders.ts",
    include: ["test/e2e/**/*.test.ts"],
    maxWorkers: 3,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    bail: 0,
  },
});

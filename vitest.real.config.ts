import { defineConfig } from "vitest/config";

// What needs a real Kubernetes node: one file at a time, since there is one node.
export default defineConfig({
  test: {
    globalSetup: "test/support/temporaryFolders.ts",
    include: ["test/real/**/*.test.ts"],
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 1_200_000,
    hookTimeout: 1_800_000,
    bail: 0,
    reporters: ["verbose"],
  },
});

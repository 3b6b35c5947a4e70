import { defineConfig } from "vitest/config";

// The tests of properties again, on many more cases than `npm test` has time for.
export default defineConfig({
  test: {
    globalSetup: "test/support/temporaryFolders.ts",
    include: ["test/**/*.properties.test.ts"],
    env: { DEEP_TESTS: "true" },
    pool: "forks",
    isolate: false,
    testTimeout: 600_000,
  },
});

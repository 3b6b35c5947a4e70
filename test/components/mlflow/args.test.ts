import { describe, expect, it } from "vitest";
import { deployed } from "./deployed.ts";

describe("wrong args of MLflow", () => {
  it.each([
    ["a host that is no host name", { host: "https://mlflow" }, "host: expected a host name"],
    ["no worker", { workers: 0 }, "workers: expected at least 1, found 0"],
    ["an image without a tag", { image: "mlflow" }, "image: expected an image with its tag or digest"],
    [
      "a prefix with a slash at its end",
      { artifactsPrefix: "mlflow/" },
      "artifactsPrefix: expected a path without slashes",
    ],
    [
      "six cron fields",
      { garbageCollection: { schedule: "0 0 3 * * *", olderThan: "30d" } },
      "garbageCollection.schedule: expected five cron fields",
    ],
    [
      "an age in hours",
      { garbageCollection: { schedule: "0 3 * * *", olderThan: "12h" } },
      "garbageCollection.olderThan: expected days",
    ],
  ])("are refused: %s", async (_case, wrong, message) => {
    await expect(deployed(wrong)).rejects.toThrow(message);
  });

  it("are named all at once", async () => {
    await expect(deployed({ workers: 0, replicas: 0 })).rejects.toThrow(/replicas: .*\n.*workers: /);
  });
});

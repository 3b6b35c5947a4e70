/** The stack of a user on premises, put up by `pulumi up` on a real node and used, broken and changed there. */
import { afterAll, beforeAll, describe } from "vitest";
import { backups } from "./onPremises/backups.ts";
import { changes } from "./onPremises/changes.ts";
import { deployment } from "./onPremises/deployment.ts";
import { failures } from "./onPremises/failures.ts";
import { mlflow } from "./onPremises/mlflow.ts";
import { network } from "./onPremises/network.ts";
import { outage } from "./onPremises/outage.ts";
import { steadiness } from "./onPremises/steadiness.ts";
import { type Platform, startPlatform, stopPlatform } from "./support/platform.ts";
import { cannotRunNode } from "./support/realNode.ts";

describe.skipIf(cannotRunNode())("a stack on premises", () => {
  let platform: Platform | undefined;
  const started = (): Platform => {
    if (platform === undefined) {
      throw new Error("the node did not start");
    }
    return platform;
  };

  beforeAll(async () => {
    platform = await startPlatform();
  });

  afterAll(async () => {
    await stopPlatform(platform ?? {});
  });

  deployment(started);
  mlflow(started);
  backups(started);
  network(started);
  outage(started);
  steadiness(started);
  failures(started);
  changes(started);
});

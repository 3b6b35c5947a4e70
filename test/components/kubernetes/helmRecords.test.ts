import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { freeHelmName } from "../../../components/kubernetes/helmRecords.ts";
import { LiveClusterDouble } from "../../support/liveClusterDouble.ts";

const release = { name: "mlops", namespace: "ml", owner: "acme/prod/mlops", description: "h2o-mlops 1.1.0" };

/** A namespace that the owner has claimed, with Helm's record of a release. */
function claimed(description: string, status = "deployed") {
  const record = gzipSync(JSON.stringify({ info: { description } })).toString("base64");
  return new LiveClusterDouble([
    { kind: "Namespace", metadata: { name: "ml", annotations: { "mlops-platform/helm-mlops": release.owner } } },
    {
      kind: "Secret",
      metadata: { name: "sh.helm.release.v1.mlops.v1", labels: { status } },
      data: { release: Buffer.from(record).toString("base64") },
    },
  ]);
}

describe("a Helm release that Pulumi's state does not know", () => {
  it.each([
    ["runs as the wanted release", claimed("h2o-mlops 1.1.0")],
    ["was never deployed", claimed("h2o-mlops 1.0.0", "pending-install")],
  ])("loses its record where it %s", async (_, live) => {
    await freeHelmName(live, release);
    expect(live.deleted).toMatchObject([{ kind: "Secret", name: "sh.helm.release.v1.mlops.v1", namespace: "ml" }]);
  });

  it("is refused where it runs as another release, which has to be configured first", async () => {
    const live = claimed("h2o-mlops 1.0.0");
    await expect(freeHelmName(live, release)).rejects.toThrow(
      /^Helm release ml\/mlops runs as h2o-mlops 1\.0\.0, .*\nConfigure h2o-mlops 1\.0\.0 first/,
    );
    expect(live.deleted).toEqual([]);
  });

  it("is refused where its record has Helm's own description, with the command that names the release", async () => {
    const live = claimed("Install complete");
    await expect(freeHelmName(live, release)).rejects.toThrow(
      /does not name its release of h2o-mlops, .*\n.*\n {2}helm upgrade mlops <chart> --namespace ml --reuse-values --description 'h2o-mlops <release>'$/,
    );
    expect(live.deleted).toEqual([]);
  });

  it("is refused where another owner has claimed it", async () => {
    const live = claimed("h2o-mlops 1.1.0");
    await expect(freeHelmName(live, { ...release, owner: "acme/dev/mlops" })).rejects.toThrow(
      /^Helm release ml\/mlops exists already and was not made by this stack but by acme\/prod\/mlops\./,
    );
    expect(live.deleted).toEqual([]);
  });
});

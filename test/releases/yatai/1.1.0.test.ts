import { describe, expect, it } from "vitest";
import type { JsonMap } from "../../../lib/json.ts";
import { carried } from "./carried.ts";
import { external, externalAfter } from "./samples.ts";

describe("the misspelt key of the chart", () => {
  const named = { accessKeyExistingSecretName: "bucket" };
  const right = { ...named, accessKeyExistingSecretKey: "id" };

  it.each<[string, JsonMap, JsonMap]>([
    ["is put right", { ...named, aceessKeyExistingSecretKey: "id" }, right],
    ["goes where the right one is set", { ...right, aceessKeyExistingSecretKey: "access_key" }, right],
    ["is written out where it has its default", named, { ...named, accessKeyExistingSecretKey: "access_key" }],
    ["is not needed without a Secret", { accessKey: "a" }, { accessKey: "a" }],
    ["stays away where the right one is set", right, right],
  ])("%s", (_, s3, expected) => {
    expect(carried({ yatai: { s3 } }, { from: "1.0", to: "1.1" }).values).toEqual({ yatai: { s3: expected } });
    expect(carried({ yatai: { s3 } }, { from: "0.4", to: "1.0" }).values).toEqual({ yatai: { s3: expected } });
  });
});

describe("Yatai 1.1 of 1.0", () => {
  it("has registry and builder images in the chart that builds", () => {
    const values = {
      "yatai-deployment": {
        dockerRegistry: { server: "r", useAWSECRWithIAMRole: true },
        yatai: { endpoint: "http://y", apiToken: "t" },
        internalImages: { curl: "c", kaniko: "k", debugger: "d" },
        imageBuilderPod: { serviceAccountName: "s" },
        bentoDeploymentNamespaces: ["models"],
        disableAutomateBentoImageBuilder: true,
      },
    };
    expect(carried(values, { from: "1.0", to: "1.1" }).values).toEqual({
      "yatai-deployment": {
        internalImages: { debugger: "d" },
        bentoDeploymentNamespaces: ["models"],
        disableAutomateBentoImageBuilder: true,
      },
      "yatai-image-builder": {
        dockerRegistry: { server: "r", useAWSECRWithIAMRole: true },
        yatai: { endpoint: "http://y", apiToken: "t" },
        internalImages: { kaniko: "k" },
      },
    });
  });

  it("tells both charts where Yatai runs", () => {
    const yataiServiceAccount = { namespace: "mlops", name: "models" };
    const yataiSystem = { namespace: "mlops", serviceAccountName: "models" };
    expect(carried({ "yatai-deployment": { yataiServiceAccount } }, { from: "1.0", to: "1.1" }).values).toEqual({
      "yatai-deployment": { yataiSystem },
      "yatai-image-builder": { yataiSystem },
    });
  });

  it.each([
    ["1.0.0", undefined],
    ["v1.0.3-own", undefined],
    ["1.1.13", { tag: "1.1.13" }],
    ["10.0", { tag: "10.0" }],
    ["latest", { tag: "latest" }],
  ])("has the image tag %s as %j", (tag, expected) => {
    const { values } = carried({ yatai: { image: { tag }, replicaCount: 1 } }, { from: "1.0", to: "1.1" });
    expect((values.yatai as JsonMap).image).toEqual(expected);
  });

  it("has the image tag of yatai-deployment likewise", () => {
    const image = { repository: "own/deployment", tag: "1.0.13" };
    const { values } = carried({ "yatai-deployment": { image } }, { from: "1.0", to: "1.1" });
    expect(values).toEqual({ "yatai-deployment": { image: { repository: "own/deployment" } } });
    const newer = { "yatai-deployment": { image: { tag: "1.1.21" } } };
    expect(carried(newer, { from: "1.0", to: "1.1" }).values).toEqual(newer);
  });

  it("shows no secret on the way", () => {
    const values = { "yatai-deployment": { dockerRegistry: { password: "hush" }, yatai: { apiToken: "hush" } } };
    const { plan } = carried(values, { from: "1.0", to: "1.1" });
    expect(plan.releases[0]?.changes.length).toBe(2);
    expect(JSON.stringify(plan)).not.toContain("hush");
  });

  it("comes from 0.4.6 as well", () => {
    expect(carried(external, { to: "1.1" }).values).toEqual({
      yatai: { postgresql: externalAfter.postgresql, s3: externalAfter.s3 },
      "yatai-image-builder": { dockerRegistry: externalAfter.dockerRegistry },
    });
  });
});

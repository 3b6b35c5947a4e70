import { describe, expect, it } from "vitest";
import type { JsonMap } from "../../../lib/json.ts";
import { carried } from "./carried.ts";
import { bundled, external, externalAfter } from "./samples.ts";

describe("Yatai 1.0 of 0.4.6", () => {
  it("takes the guide's settings for all that the old chart brought", () => {
    expect(carried({}).values).toEqual({
      yatai: { postgresql: bundled.database, s3: bundled.objectStore },
      "yatai-deployment": { dockerRegistry: bundled.registry },
    });
  });

  it("takes the user's own database, bucket and registry", () => {
    expect(carried(external).values).toEqual({
      yatai: { postgresql: externalAfter.postgresql, s3: externalAfter.s3 },
      "yatai-deployment": { dockerRegistry: externalAfter.dockerRegistry },
    });
  });

  it("moves what both charts have, and nothing into the registry's chart", () => {
    const shared = {
      replicaCount: 2,
      registry: "mirror.example.com",
      serviceAccount: { annotations: { role: "arn" } },
      ingress: { enabled: true, hosts: [{ host: "yatai.example.com", paths: ["/"] }] },
      nodeSelector: { disk: "ssd" },
      tolerations: [{ key: "gpu" }],
      autoscaling: { enabled: false },
    };
    const { yatai } = carried({ ...external, ...shared }).values;
    expect(yatai).toEqual({ postgresql: externalAfter.postgresql, s3: externalAfter.s3, ...shared });
  });

  it.each<[string, JsonMap, JsonMap]>([
    ["config is configFileContent", { config: { news: { url: "u" } } }, { configFileContent: { news: { url: "u" } } }],
    [
      "the image's tag goes, its repository stays",
      { image: { repository: "y", tag: "0.4.6" } },
      { image: { repository: "y" } },
    ],
    ["a lone tag goes with its map", { image: { tag: "0.4.6" } }, {}],
    ["null stays null", { imagePullSecrets: null }, { imagePullSecrets: null }],
  ])("%s", (_, values, expected) => {
    const { postgresql, s3, ...others } = carried(values).values.yatai as JsonMap;
    expect(others).toEqual(expected);
  });

  it.each<[string, JsonMap, JsonMap | undefined]>([
    [
      "class, annotations and domain are moved",
      { ingressClass: "traefik", ingressAnnotations: { a: "b" }, domainSuffix: "example.com" },
      { ingressClass: "traefik", ingressAnnotations: { a: "b" }, domainSuffix: "example.com" },
    ],
    ["an empty class leaves the choice to the chart", { ingressClass: "" }, undefined],
  ])("%s", (_, network, expected) => {
    const deployment = carried({ layers: { network } }).values["yatai-deployment"] as JsonMap;
    expect(deployment.layers).toEqual(expected && { network: expected });
  });

  it.each<[string, JsonMap, JsonMap]>([
    ["a name of its own", { fullnameOverride: "models" }, { endpoint: "http://models.yatai-system.svc.cluster.local" }],
    ["half a name of its own", { nameOverride: "ui" }, { endpoint: "http://yatai-ui.yatai-system.svc.cluster.local" }],
    [
      "a name that the chart cuts",
      { fullnameOverride: "m".repeat(70) },
      { endpoint: `http://${"m".repeat(63)}.yatai-system.svc.cluster.local` },
    ],
    ["another port", { service: { port: 8080 } }, { endpoint: "http://yatai.yatai-system.svc.cluster.local:8080" }],
  ])("tells yatai-deployment where Yatai is: %s", (_, values, expected) => {
    expect((carried(values).values["yatai-deployment"] as JsonMap).yatai).toEqual(expected);
  });

  it.each<[string, JsonMap, JsonMap | undefined]>([
    ["one of its own", { serviceAccount: { create: false, name: "own" } }, { name: "own" }],
    ["the namespace's", { serviceAccount: { create: false } }, { name: "default" }],
    ["one as the chart names it", { fullnameOverride: "models" }, { name: "models" }],
    ["the usual one", { serviceAccount: { create: true, name: "" }, nameOverride: "yata" }, undefined],
  ])("gives rights to Yatai's service account: %s", (_, values, expected) => {
    expect((carried(values).values["yatai-deployment"] as JsonMap).yataiServiceAccount).toEqual(expected);
  });

  it("keeps what only the old chart reads apart from it at its place", () => {
    const { values, notices } = carried({
      monitoring: { enabled: true },
      postgresql: { persistence: { size: "8Gi" } },
    });
    expect(values).toMatchObject({ monitoring: { enabled: true }, postgresql: { persistence: { size: "8Gi" } } });
    expect(notices).toEqual(expect.arrayContaining(["unread: monitoring", "unread: postgresql"]));
  });

  it("leaves the settings of an external part that was never on", () => {
    const unused = { externalPostgresql: { host: "old.example.com" }, externalS3: { bucketName: "old" } };
    const { values, notices } = carried(unused);
    expect(values).toMatchObject({ ...unused, yatai: { postgresql: bundled.database, s3: bundled.objectStore } });
    expect(notices).toEqual(expect.arrayContaining(["unread: externalPostgresql", "unread: externalS3"]));
  });

  it("drops privileged image builds and the old database's own settings", () => {
    const values = { dockerImageBuilder: { privileged: true }, postgresql: { enabled: true, postgresqlUsername: "u" } };
    expect(carried(values).values).toEqual(carried({}).values);
  });
});

describe("Secrets of 0.4.6", () => {
  it("has the key that the old chart takes unless one is named", () => {
    const { yatai } = carried({
      postgresql: { enabled: false },
      externalPostgresql: { host: "h", existingSecret: "s", existingSecretPasswordKey: "" },
      externalS3: { enabled: true, existingSecret: "b" },
    }).values;
    expect(yatai).toMatchObject({
      postgresql: { passwordExistingSecretName: "s", passwordExistingSecretKey: "postgresql-password" },
      s3: { accessKeyExistingSecretName: "b", accessKeyExistingSecretKey: "access_key" },
    });
  });

  it("are not invented for a password in the values", () => {
    const { values, plan } = carried({ postgresql: { enabled: false }, externalPostgresql: { password: "hush" } });
    expect((values.yatai as JsonMap).postgresql).toEqual({ host: "localhost", password: "hush" });
    expect(JSON.stringify(plan)).not.toContain("hush");
  });
});

describe("values that have the target's shape", () => {
  it.each(["1.0", "1.1"])("pass %s as they are", (to) => {
    const shapes: JsonMap[] = [{}, external, { postgresql: { enabled: false } }, { externalS3: { enabled: true } }];
    for (const values of shapes) {
      const once = carried(values, { to }).values;
      expect(carried(once, { to }).values).toEqual(once);
    }
  });

  it("get no settings for parts that nobody runs", () => {
    const values = { "yatai-deployment": { layers: { network: { ingressClass: "nginx" } } } };
    expect(carried(values).values).toEqual(values);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonMap } from "../../../lib/json.ts";
import { randomCases } from "../../support/randomCases.ts";
import { carried } from "./carried.ts";

const canary = "canary-4711";
const text = fc.constantFrom("", "a", "yatai", "b.example.com");
const secret = fc.constant(`${canary}-s`);
const flag = fc.option(fc.boolean());
const unknown = fc.constant({ "x unknown": canary });

/** Known keys of the right types, with an unknown one beside them now and then; null anywhere, as Helm allows. */
function map<T extends object>(shape: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) {
  const known = fc.record(shape, { requiredKeys: [] });
  return fc.option(fc.tuple(known, fc.option(unknown)).map(([some, extra]) => ({ ...some, ...extra })));
}

const oldValues = {
  replicaCount: fc.option(fc.nat(3)),
  registry: text,
  image: map({ repository: text, tag: text }),
  fullnameOverride: text,
  serviceAccount: map({ create: flag, name: text }),
  service: map({ port: fc.constantFrom(80, 8080) }),
  config: map({ token: secret }),
  postgresql: map({
    enabled: flag,
    existingSecret: text,
    postgresqlPassword: secret,
    persistence: map({ size: text }),
  }),
  externalPostgresql: map({ host: text, port: fc.nat(9), password: secret, existingSecret: text }),
  externalS3: map({ enabled: flag, bucketName: text, existingSecret: text, existingSecretAccessKeyKey: text }),
  externalDockerRegistry: map({ enabled: flag, server: text, modelRepositoryName: text, existingSecret: text }),
  dockerImageBuilder: map({ privileged: flag }),
  layers: map({ network: map({ ingressClass: text, domainSuffix: text }) }),
  "x unknown": secret,
};

const newValues = {
  yatai: map({
    replicaCount: fc.option(fc.nat(3)),
    image: map({ tag: fc.constantFrom("1.0.0", "1.1.13") }),
    postgresql: map({ host: text, password: secret }),
    s3: map({ accessKeyExistingSecretName: text, accessKeyExistingSecretKey: text, aceessKeyExistingSecretKey: text }),
  }),
  "yatai-deployment": map({
    dockerRegistry: map({ server: text, password: secret }),
    yataiServiceAccount: map({ name: text }),
    internalImages: map({ curl: text, kaniko: text }),
  }),
};

const values = fc.record({ ...oldValues, ...newValues }, { requiredKeys: [] }) as fc.Arbitrary<JsonMap>;
const target = fc.constantFrom("1.0", "1.1");
const runs = randomCases();

describe("an upgrade of Yatai", () => {
  it("changes nothing in values that have the format of its target", () => {
    fc.assert(
      fc.property(values, target, (given, to) => {
        const once = carried(given, { to });
        fc.pre(once.blockers.length === 0);
        expect(carried(once.values, { to }).values).toEqual(once.values);
      }),
      runs,
    );
  });

  it("keeps unknown keys at the root where they are, and names them", () => {
    fc.assert(
      fc.property(values, target, (given, to) => {
        const { values: after, notices } = carried(given, { to });
        expect(after["x unknown"]).toEqual(given["x unknown"]);
        expect(notices.includes('unread: ["x unknown"]')).toBe("x unknown" in given);
      }),
      runs,
    );
  });

  it("shows no secret in its plan", () => {
    fc.assert(
      fc.property(values, target, (given, to) => {
        expect(JSON.stringify(carried(given, { to }).plan)).not.toContain(canary);
      }),
      runs,
    );
  });

  it("is the same in one go as in two steps", () => {
    fc.assert(
      fc.property(values, (given) => {
        const { values: midway, blockers } = carried(given, { to: "1.0" });
        fc.pre(blockers.length === 0);
        expect(carried(midway, { from: "1.0", to: "1.1" }).values).toEqual(carried(given, { to: "1.1" }).values);
      }),
      runs,
    );
  });
});

import { describe, expect, it } from "vitest";
import { InputError } from "../../../lib/diagnostics/inputError.ts";
import type { JsonMap } from "../../../lib/json.ts";
import { upgrade } from "../../../releases/engine/upgrade.ts";
import { yatai } from "../../../releases/yatai/product.ts";
import { carried } from "./carried.ts";

const ownDatabase = { postgresql: { enabled: false }, externalPostgresql: { host: "h" } };
const ownBucket = { externalS3: { enabled: true, endpoint: "e" } };
const ownRegistry = { externalDockerRegistry: { enabled: true, server: "r" } };

describe("gates of 1.0", () => {
  it("ask for a dump and its restoration where the database is in the cluster", () => {
    expect(carried({}).gates).toEqual(expect.arrayContaining(["database-backup", "database-restored"]));
    expect(carried({ postgresql: { enabled: true } }).gates).toContain("database-backup");
  });

  it("ask for neither where it is outside", () => {
    const { gates, notices } = carried(ownDatabase);
    expect(gates.filter((id) => id.startsWith("database"))).toEqual([]);
    expect(notices).not.toContain("bitnami-images");
  });

  it("ask for MinIO's Secret only where MinIO is used", () => {
    expect(carried({}).gates).toContain("object-store-secret");
    expect(carried(ownBucket).gates).not.toContain("object-store-secret");
  });

  it.each<[string, JsonMap, boolean]>([
    ["a Secret with its password", { externalDockerRegistry: { enabled: true, existingSecret: "s" } }, true],
    ["no Secret", ownRegistry, false],
    ["a Secret, but is not used", { externalDockerRegistry: { enabled: false, existingSecret: "s" } }, false],
  ])("ask for the registry's Secret in the new namespace: it has %s", (_, values, asked) => {
    expect(carried(values).gates.includes("registry-secret")).toBe(asked);
  });

  it("ask for all four uninstallations and the connection, whatever the values are", () => {
    const uninstalled = ["yatai", "components", "image-populator", "operators"].map((name) => `${name}-uninstalled`);
    const { gates } = carried({ ...ownDatabase, ...ownBucket, ...ownRegistry });
    expect(gates).toEqual(expect.arrayContaining([...uninstalled, "object-store-connection", "deployments-kept"]));
  });

  it("read the key that postgresql-ha 10.0.6 has, though the guide prints another", () => {
    const [release] = carried({}).plan.releases;
    const { run = "", check = "" } = release?.gates.find(({ id }) => id === "database-restored") ?? {};
    expect(run).toContain("{.data.password}");
    expect(check).toContain("{.data.password}");
  });

  it("are confirmed by their ids, and by no others", () => {
    const confirm = (id: string) => upgrade(yatai, { from: "0.4", to: "1.0", answers: { acknowledge: [id] } });
    const gates = confirm("database-backup").plan.releases.flatMap((release) => release.gates);
    expect(gates.filter(({ confirmed }) => confirmed).map(({ id }) => id)).toEqual(["database-backup"]);
    expect(() => confirm("database-backups")).toThrow(InputError);
  });
});

describe("the way to 1.0", () => {
  it("begins at 0.4.6, which the guide calls 0.46", () => {
    const { plan, blockers } = carried({}, { from: "0.4.3" });
    expect(blockers).toEqual(["before-0-4-6"]);
    expect(plan.releases[0]?.blockers[0]?.message).toMatch(/0\.4\.6.*"0\.46"/);
  });

  it.each(["0.4", "0.4.x", "0.4.6", "v0.4.7"])("is open from %s", (from) => {
    expect(carried({}, { from }).blockers).toEqual([]);
  });

  it("stops at 1.0 on the way to 1.1", () => {
    const { plan } = carried({}, { to: "1.1" });
    expect(plan.releases.map(({ stop }) => stop !== undefined)).toEqual([true, false]);
  });

  it("asks which value holds where both shapes are written", () => {
    const { blockers, values } = carried({ replicaCount: 2, yatai: { replicaCount: 3 } });
    expect(blockers).toEqual(["conflict: replicaCount"]);
    expect(values).toMatchObject({ replicaCount: 2, yatai: { replicaCount: 3 } });
  });
});

describe("notices", () => {
  it.each<[string, JsonMap, boolean]>([
    ["no class is set", {}, true],
    ["the class is empty", { layers: { network: { ingressClass: "" } } }, true],
    ["a class is set", { layers: { network: { ingressClass: "traefik" } } }, false],
    ["the values are written for 1.0", { yatai: {} }, false],
  ])("speak of nginx: %s", (_, values, said) => {
    expect(carried(values).notices.includes("ingress-class")).toBe(said);
  });

  it("name what the dump's commands have to be changed for", () => {
    const { notices } = carried({ postgresql: { postgresqlDatabase: "bentos", existingSecret: "" } });
    expect(notices).toContain("database-names: postgresql.postgresqlDatabase");
    expect(notices).not.toContain("database-names: postgresql.existingSecret");
  });

  it("speak of lost sessions, monitoring and downtime", () => {
    expect(carried({}).notices).toEqual(expect.arrayContaining(["sessions", "observability", "downtime"]));
  });

  it("speak of the label on the builder's service account where there was one", () => {
    const values = { "yatai-deployment": { imageBuilderPod: { serviceAccountName: "builder" } } };
    const path = "yatai-deployment.imageBuilderPod.serviceAccountName";
    expect(carried(values, { from: "1.0", to: "1.1" }).notices).toContain(`image-builder-pod: ${path}`);
    expect(carried({}, { from: "1.0", to: "1.1" }).notices.join()).not.toContain("image-builder-pod");
  });
});

describe("gates of 1.1", () => {
  it("ask for the CRDs' charts and the old chart's uninstallation", () => {
    const { gates } = carried({}, { from: "1.0", to: "1.1" });
    expect(gates).toEqual(["image-builder-crds", "deployment-uninstalled", "deployment-crds"]);
  });

  it("ask for the registry's Secret in the builder's namespace", () => {
    const values = { "yatai-deployment": { dockerRegistry: { passwordExistingSecretName: "registry" } } };
    expect(carried(values, { from: "1.0", to: "1.1" }).gates).toContain("registry-secret-1-1");
  });
});

describe("inputs", () => {
  it.each<[string, JsonMap, RegExp]>([
    ["a switch in quotes", { postgresql: { enabled: "false" } }, /postgresql\.enabled: expected true or false/],
    ["a list for a map", { externalS3: [] }, /externalS3: expected an object/],
  ])("refuses %s", (_, values, message) => {
    expect(() => carried(values)).toThrow(InputError);
    expect(() => carried(values)).toThrow(message);
  });

  it("refuses an answer that there is not", () => {
    expect(() => upgrade(yatai, { from: "0.4", to: "1.0", answers: { mtls: "mesh" } })).toThrow(/answers/);
  });
});

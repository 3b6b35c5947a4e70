import { describe, expect, it } from "vitest";
import { previewedChanges } from "../../../graph/changes/preview.ts";
import { bucket, changesIn, previewed, previewText, step } from "../../support/previews.ts";

const refused = (text: string) => previewedChanges({ name: "preview.json", text });

describe("a preview", () => {
  it.each([
    ["create", "added"],
    ["import", "added"],
    ["update", "changed"],
    ["delete", "deleted"],
    ["discard", "deleted"],
    ["replace", "replaced"],
    ["create-replacement", "replaced"],
    ["delete-replaced", "replaced"],
    ["discard-replaced", "replaced"],
    ["remove-pending-replace", "replaced"],
  ])("reports the operation %s as %s", (op, kind) => {
    const { changes } = previewed([step({ op, before: { a: 1 }, after: { a: 2 } })]);
    expect(changes).toMatchObject([{ kind, name: "shop" }]);
  });

  it.each(["same", "read", "refresh"])("reports nothing for the operation %s", (op) => {
    expect(previewed([step({ op, before: { a: 1 }, after: { a: 1 } })]).changes).toEqual([]);
  });

  it("reports a replacement of several steps as one change, with all its reasons", () => {
    const reasons = { replaceReasons: ["bucket"] };
    const { changes } = previewed([
      step({ op: "create-replacement", type: bucket, after: { bucket: "b" }, more: reasons }),
      step({ op: "replace", type: bucket, before: { bucket: "a" }, after: { bucket: "b" }, more: reasons }),
      step({ op: "delete-replaced", type: bucket, before: { bucket: "a" } }),
    ]);
    expect(changes).toMatchObject([{ kind: "replaced", reasons: ["bucket"] }]);
    expect(changes[0]?.differences).toEqual([{ path: "bucket", before: "a", after: "b" }]);
  });

  it("reports a resource that is deleted and created under one URN as a replacement", () => {
    const steps = [step({ op: "delete", before: {} }), step({ op: "create", after: {} })];
    expect(previewed(steps).changes).toMatchObject([{ kind: "replaced" }]);
  });

  it("also takes the reasons from the detailed diff", () => {
    const detailedDiff = { "metadata.name": { kind: "update-replace", inputDiff: false }, spec: { kind: "update" } };
    const { changes } = previewed([step({ op: "replace", before: {}, after: {}, more: { detailedDiff } })]);
    expect(changes).toMatchObject([{ reasons: ["metadata.name"] }]);
  });

  it("names the component that a resource belongs to", () => {
    const owner: [string, string] = ["mlflow-pg", "mlops-platform:postgres:PostgresCluster"];
    expect(previewed([step({ owner, after: {}, op: "create" })]).changes).toMatchObject([
      { owner: { name: "mlflow-pg" } },
    ]);
    expect(previewed([step({ after: {}, op: "create" })]).changes).toMatchObject([{ owner: null }]);
  });

  it("names the stack, and reports neither it nor its components as resources", () => {
    const stack = step({ op: "create", type: "pulumi:pulumi:Stack", stack: "prod", after: {} });
    const component = step({ op: "create", type: "mlops-platform:mlflow:Mlflow", stack: "prod", after: {} });
    expect(previewed([stack, component])).toMatchObject({ stack: "prod", changes: [] });
  });

  it("reports the guards of the deployed resource, and the removal of one where all else is the same", () => {
    const old = { protect: true, retainOnDelete: true };
    const { changes } = previewed([step({ op: "same", type: bucket, before: { a: 1 }, after: { a: 1 }, old })]);
    expect(changes).toMatchObject([{ kind: "changed", protect: true, retainOnDelete: true }]);
    expect(changes[0]?.guardDifferences.map(({ path }) => path)).toEqual(["protect", "retainOnDelete"]);
  });

  it("marks a resource that is only removed from the state", () => {
    expect(previewed([step({ op: "discard", before: {} })]).changes).toMatchObject([{ forgotten: true }]);
  });

  it("has failed where a diagnostic is an error, and leaves out the engine's final error beside another", () => {
    const errors = ["error: Something is in the way.\n", "error: preview failed\n"];
    const { failed, messages } = previewed(
      [],
      errors.map((message) => ({ severity: "error", message })),
    );
    expect(failed).toBe(true);
    expect(messages).toEqual([{ severity: "error", urn: null, message: "Something is in the way." }]);
    expect(previewed([], [{ severity: "error", message: "error: preview failed" }]).messages).toHaveLength(1);
  });

  it("is in the same order, whatever the order of the engine", () => {
    const messages = ["b", "a"].map((name) => ({
      severity: "warning",
      urn: `urn:pulumi:dev::p::t::${name}`,
      message: name,
    }));
    expect(previewed([], messages).messages.map(({ message }) => message)).toEqual(["a", "b"]);
    const { changes } = previewed([step({ op: "create", after: {}, new: { dependencies: ["y", "x"] } })]);
    expect(changes).toMatchObject([{ dependsOn: ["x", "y"] }]);
  });

  it("keeps warnings, and no debug messages", () => {
    const diagnostics = [
      { severity: "warning", urn: "urn:pulumi:dev::p::t::n", message: "warning: \u001b[33mMind the gap.\u001b[0m\n" },
      { severity: "debug", message: "RegisterResource … aHVudGVyMg==" },
      { severity: "info", message: "for whoever watches" },
    ];
    expect(previewed([], diagnostics).messages).toEqual([
      { severity: "warning", urn: "urn:pulumi:dev::p::t::n", message: "Mind the gap." },
    ]);
  });
});

describe("secrets in a preview", () => {
  const signature = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
  const shown = (before: Record<string, unknown>, after: Record<string, unknown>, type?: string, options = {}) =>
    JSON.stringify(previewed([step({ before, after, ...(type && { type }), old: options, new: options })]));

  it.each([
    ["that are marked", { a: { ...signature, plaintext: '"canary"' } }, {}],
    ["that are marked, encrypted", { a: { ...signature, ciphertext: "canary" } }, {}],
    ["that are additional secret outputs", { a: "canary" }, { additionalSecretOutputs: ["a"] }],
    ["by the name of their key", { values: { db: { password: "canary" } } }, {}],
    ["by the name of their variable", { env: [{ name: "API_TOKEN", value: "canary" }] }, {}],
    ["by a name of one word", { data: { pass: "canary", "tls.key": "canary", ".dockerconfigjson": "canary" } }, {}],
    ["by the name of a licence", { env: [{ name: "DRIVERLESS_AI_LICENSE_KEY", value: "canary" }] }, {}],
    ["in an argument", { args: ["serve", "--admin-password=canary"] }, {}],
    ["in the argument after its flag", { args: ["--auth-token", "canary"] }, {}],
    ["in a header", { args: ["--header", "Authorization: Bearer canary"] }, {}],
    ["in a URL", { dsn: "see postgres://user:canary@db/x", url: "postgres://user:canary@db/x" }, {}],
  ])("are masked: %s", (_case, inputs, options) => {
    expect(shown({}, inputs, undefined, options)).not.toContain("canary");
    expect(shown(inputs, {}, undefined, options)).toContain("[secret]");
  });

  it("are masked in every Secret, whose keys are shown", () => {
    const text = shown({ stringData: {} }, { stringData: { note: "canary" } }, "kubernetes:core/v1:Secret");
    expect(text).not.toContain("canary");
    expect(text).toContain("stringData.note");
  });

  it("are reported as changed, where only the engine can see the change", () => {
    const detailedDiff = { "data.password": { kind: "update" } };
    const before = { data: "[secret]" };
    const { changes } = previewed([step({ before, after: before, more: { detailedDiff } })]);
    expect(changes[0]?.differences).toMatchObject([{ path: "data.password", hidden: true }]);
  });

  it("are masked in messages of the engine", () => {
    const message = "error: login with token=canary failed; Authorization: Basic canary";
    const { messages } = previewed([], [{ severity: "error", message }]);
    expect(messages[0]?.message).toBe("login with token=[secret] failed; Authorization: Basic [secret]");
  });

  it.each([
    { secretName: "mlflow-credentials" },
    { args: ["--token-path", "/var/run/token"] },
    { note: "With a hashed passphrase: code passes it itself" },
    { bypass: "yes", licenseTerms: "accepted" },
  ])("leave names, references and sentences about secrets alone: %o", (inputs) => {
    expect(shown({}, inputs)).not.toContain("[secret]");
  });
});

describe("a file that is no preview", () => {
  it.each([
    ["is empty", " \n", "nothing"],
    ["is not JSON", "Previewing update (dev)", "text that is not JSON"],
    ["is incomplete", previewText([step({ before: {} })]).slice(0, -40), "incomplete JSON"],
    ["is other JSON", '{"version": 3, "deployment": {}}', "JSON without steps"],
    ["is a list", "[]", "JSON without steps"],
    ["has an unknown operation", previewText([step({ op: "explode" })]), "another form at steps.0.op"],
    ["has a step without a URN", '{"steps": [{"op": "create"}]}', "another form at steps.0.urn"],
  ])("is refused when it %s", (_case, text, found) => {
    expect(refused(text)).toMatchObject({ path: "--preview preview.json", found: expect.stringContaining(found) });
  });

  it("is not echoed", () => {
    expect(JSON.stringify(refused('{"config": {"a": "canary'))).not.toContain("canary");
  });
});

describe("a preview of events", () => {
  const { op, urn, oldState, newState } = step({
    op: "replace",
    type: bucket,
    before: { bucket: "a" },
    after: { bucket: "b" },
  });
  const events: Record<string, unknown>[] = [
    { preludeEvent: { config: {} } },
    { resourcePreEvent: { metadata: { op, urn, old: oldState, new: newState, keys: ["bucket"], detailedDiff: null } } },
    { diagnosticEvent: { severity: "debug", message: "canary" } },
    {
      policyEvent: {
        resourceUrn: urn,
        message: "Buckets are encrypted.\nIt is not.\n",
        policyName: "s3-encryption",
        enforcementLevel: "mandatory",
      },
    },
    { summaryEvent: { maybeCorrupt: false, result: "failed" } },
    { cancelEvent: {} },
  ];
  const text = (list: Record<string, unknown>[]) =>
    list.map((event, sequence) => JSON.stringify({ sequence, timestamp: 1, ...event })).join("\n");

  it("has the same changes, and the findings of policies", () => {
    const set = changesIn(text(events));
    expect(set.changes).toMatchObject([{ kind: "replaced", reasons: ["bucket"] }]);
    expect(set.findings).toEqual([{ rule: "s3-encryption", level: "mandatory", urn, message: "It is not." }]);
    expect(set.failed).toBe(true);
    expect(JSON.stringify(set)).not.toContain("canary");
  });

  it("is refused where its end is missing", () => {
    expect(refused(text(events.slice(0, 3)))).toMatchObject({ found: "events without the last one of the preview" });
    expect(refused(text(events).slice(0, -60))).toMatchObject({ found: expect.stringContaining("events without") });
  });
});

import { createRequire } from "node:module";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { renderSarif } from "../../../../commands/render/output/sarif.ts";
import type { Finding } from "../../../../graph/finding.ts";

const urn = "urn:pulumi:aws::mlops-platform::aws:s3/bucket:Bucket::models";
const violation: Finding = {
  rule: "s3-bucket-public-access-blocked",
  severity: "critical",
  level: "mandatory",
  urn,
  message: "It is open.",
  fix: "Close it.",
};

const log = JSON.parse(
  renderSarif({
    stack: "aws",
    findings: {
      policies: [violation, { ...violation, level: "advisory" }],
      messages: [
        { severity: "error", urn: null, message: "blocked" },
        { severity: "warning", urn, message: "notice" },
        { severity: "info", urn, message: "news" },
      ],
    },
  }),
);
const { results, tool } = log.runs[0];

describe("a render as SARIF", () => {
  it("is valid by the schema of SARIF 2.1.0", () => {
    const require = createRequire(import.meta.url);
    const { $schema, id, ...schema } = require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
    const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
    validate(log);
    expect(validate.errors).toBeNull();
  });

  it("has errors for mandatory rules and blocking messages, and lower levels for the rest", () => {
    expect(results.map(({ level }: { level: string }) => level)).toEqual([
      "error",
      "warning",
      "error",
      "warning",
      "note",
    ]);
  });

  it("names a resource whose name has colons", () => {
    const policies = [{ ...violation, urn: `${urn}::archive` }];
    const { runs } = JSON.parse(renderSarif({ stack: "aws", findings: { policies, messages: [] } }));
    expect(runs[0].results[0].message.text).toBe("models::archive: It is open. Close it.");
  });

  it("shows a violation at the stack's file, with its resource, and its rule's fix", () => {
    const [{ ruleId, ruleIndex, message, locations }] = results;
    expect(message.text).toBe("models: It is open. Close it.");
    expect(locations[0].physicalLocation.artifactLocation.uri).toBe("Pulumi.aws.yaml");
    expect(locations[0].logicalLocations[0].fullyQualifiedName).toBe(urn);
    expect(tool.driver.rules[ruleIndex]).toMatchObject({
      id: ruleId,
      help: { text: expect.stringContaining("aws.s3") },
    });
  });
});

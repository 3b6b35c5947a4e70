import { createRequire } from "node:module";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { planSarif } from "../../../../commands/upgrade/output/sarif.ts";
import { exampleReport, manyDeployments } from "../../../support/exampleProduct.ts";

interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: { physicalLocation: { artifactLocation: { uri: string }; region: Record<string, number> } }[];
  partialFingerprints: Record<string, string>;
}

function run(given: Parameters<typeof exampleReport>[0]) {
  const log = JSON.parse(planSarif(exampleReport(given)));
  const { tool, results } = log.runs[0] as { tool: { driver: { rules: { id: string }[] } }; results: Result[] };
  const one = (rule: string) => results.find(({ ruleId }) => ruleId === rule);
  return { log, rules: tool.driver.rules, results, one };
}

const values = "# mine\norigin: https://example.com\ntls: true\n";

describe("the plan as SARIF", () => {
  it("is valid against the schema of SARIF 2.1.0", () => {
    const require = createRequire(import.meta.url);
    const { $schema, id, ...schema } = require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
    const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
    validate(run({ values, deployments: manyDeployments(3) }).log);
    expect(validate.errors).toBeNull();
    validate({ version: "2.1.0", runs: [{}] });
    expect(validate.errors).not.toBeNull();
  });

  it("makes blockers errors, open gates warnings, and notices and changes notes", () => {
    const { results } = run({ values, answers: "acknowledge: [cleanup]" });
    expect(Object.fromEntries(results.map(({ ruleId, level }) => [ruleId, level]))).toEqual({
      "1.1.0/tls": "error",
      "1.1.0/backup": "warning",
      "1.1.0/news": "note",
      "1.1.0/move/origin": "note",
      "1.1.0/set/limit": "note",
    });
  });

  it("points to the key in the input file, for any file name", () => {
    const [location] = run({ values }).one("1.1.0/tls")?.locations ?? [];
    expect(location?.physicalLocation.artifactLocation.uri).toBe("my%20files/values.yaml");
    expect(location?.physicalLocation.region).toMatchObject({ startLine: 3 });
  });

  it("points to the deployment", () => {
    const { one } = run({ deployments: manyDeployments(3) });
    const [location] = one("1.1.0/asleep")?.locations ?? [];
    expect(location?.physicalLocation.artifactLocation.uri).toBe("my%20files/deployments.yaml");
    expect(location?.physicalLocation.region).toMatchObject({ startLine: 2 });
    expect(one("1.1.0/asleep")?.message.text).toMatch(/^Deployment d0: Scale it up\./);
  });

  it("places an item without a key at the top of the file, and nowhere without a file", () => {
    expect(run({ values }).one("1.1.0/news")?.locations[0]?.physicalLocation.region).toEqual({ startLine: 1 });
    expect(run({}).one("1.1.0/news")?.locations).toEqual([]);
  });

  it("explains each rule once, with its source", () => {
    const { rules, results } = run({ deployments: manyDeployments(3) });
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    expect(results.every(({ ruleId, ruleIndex }) => rules[ruleIndex]?.id === ruleId)).toBe(true);
    expect(rules.find(({ id }) => id === "1.1.0/asleep")).toMatchObject({
      shortDescription: { text: "Scale it up." },
      help: { text: expect.stringContaining("All <parameters> are removed.") },
      properties: { source: { heading: "Storage | new" } },
    });
  });

  it("has fingerprints that are unique and do not depend on the line", () => {
    const prints = (given: Parameters<typeof exampleReport>[0]) =>
      run(given).results.map(({ partialFingerprints }) => Object.values(partialFingerprints).join());
    expect(prints({ values: `\n\n${values}` })).toEqual(prints({ values }));
    const many = prints({ deployments: manyDeployments(20) });
    expect(new Set(many).size).toBe(many.length);
  });
});

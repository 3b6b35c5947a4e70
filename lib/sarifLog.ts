/** A log of SARIF 2.1.0 with one run of this tool, which code scanning shows in pull requests. */
import { createHash } from "node:crypto";
import packageJson from "../package.json" with { type: "json" };
import { jsonText } from "./json.ts";

const { name, version } = packageJson;

export interface SarifRule {
  id: string;
  shortDescription: { text: string };
  help: { text: string };
  defaultConfiguration: { level: SarifLevel };
  properties?: object;
}

export type SarifLevel = "error" | "warning" | "note";

export interface SarifResult {
  ruleId: string;
  level: SarifLevel;
  message: { text: string };
  locations: object[];

  /** Identifies the subject of the result independently of its line: the same in every run. */
  identity: string[];
}

/** @param category tells runs on the same files apart, such as `upgrade/h2o-mlops/` */
export function sarifLog(category: string, rules: SarifRule[], results: SarifResult[]): string {
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const fingerprints = new Fingerprints();
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name, version, rules } },
        automationDetails: { id: `${name}/${category}` },
        columnKind: "utf16CodeUnits",
        results: results.map(({ ruleId, level, message, locations, identity }) => ({
          ruleId,
          ruleIndex: indexes.get(ruleId),
          level,
          message,
          locations,
          partialFingerprints: { [`${name}/v1`]: fingerprints.next(identity) },
        })),
      },
    ],
  };
  return jsonText(log);
}

class Fingerprints {
  readonly #seen = new Map<string, number>();

  next(parts: string[]): string {
    const identity = JSON.stringify(parts);
    const times = (this.#seen.get(identity) ?? 0) + 1;
    this.#seen.set(identity, times);
    return `${createHash("sha256").update(identity).digest("hex").slice(0, 32)}:${times}`;
  }
}

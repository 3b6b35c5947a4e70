/** The plan as SARIF 2.1.0, which code scanning shows at the lines of a pull request. */
import { createHash } from "node:crypto";
import { isAbsolute, relative } from "node:path";
import { pathToFileURL } from "node:url";
import packageJson from "../package.json" with { type: "json" };
import { type Finding, findings } from "./findings.ts";
import { ownPath } from "./groups.ts";
import type { Report } from "./report.ts";

export function planSarif(report: Report): string {
  const found = findings(report.upgraded.plan);
  const rules = [...new Map(found.map((finding) => [finding.rule, finding])).values()];
  const indexes = new Map(rules.map(({ rule }, index) => [rule, index]));
  const fingerprints = new Fingerprints(report.product.name);
  const { name, version } = packageJson;
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name, version, rules: rules.map(ruleOf) } },
        automationDetails: { id: `${name}/upgrade/${report.product.name}/` },
        columnKind: "utf16CodeUnits",
        results: found.map((finding) => ({
          ruleId: finding.rule,
          ruleIndex: indexes.get(finding.rule),
          level: finding.level,
          message: { text: textOf(finding) },
          locations: locationsOf(finding, report),
          partialFingerprints: { [`${name}/v1`]: fingerprints.next(finding) },
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf({ rule, level, help, item }: Finding) {
  const { title, heading, quote } = item.source;
  const description = "reason" in item ? item.reason : item.message;
  return {
    id: rule,
    shortDescription: { text: description },
    help: { text: `${help}\n\n${title}, "${heading}": ${quote}` },
    defaultConfiguration: { level },
    properties: { source: item.source },
  };
}

function textOf({ message, help, item, level }: Finding): string {
  const about = "deployment" in item && item.deployment ? `Deployment ${item.deployment}: ` : "";
  return `${about}${message}${level === "note" ? "" : ` ${help}`}`;
}

/** The key it is about. What is about no key is shown at the top of the values, since GitHub wants a place. */
function locationsOf({ item }: Finding, { upgraded, files }: Report) {
  const { given, origins } = upgraded;
  const origin = origins.get(item) ?? { file: files.values === undefined ? "deployments" : "values", path: [] };
  const [path, file] = [files[origin.file], given[origin.file]];
  if (path === undefined || file === undefined) {
    return [];
  }
  const { line, column, endLine, endColumn } = file.position(origin.path);
  const place = { startLine: line, startColumn: column, endLine, endColumn };
  const region = origin.path.length > 0 ? place : { startLine: 1 };
  return [{ physicalLocation: { artifactLocation: { uri: uriOf(path) }, region } }];
}

/** As seen from the current folder, which is the repository's root in a workflow. */
function uriOf(path: string): string {
  const way = isAbsolute(path) ? relative(process.cwd(), path) : path;
  if (isAbsolute(path) && way.startsWith("..")) {
    return pathToFileURL(path).href;
  }
  const segments = way.replaceAll("\\", "/").split("/");
  return segments
    .filter((segment) => segment !== ".")
    .map(encodeURIComponent)
    .join("/");
}

/** The same finding has the same one in every run, wherever its line went. */
class Fingerprints {
  readonly #product: string;
  readonly #seen = new Map<string, number>();

  constructor(product: string) {
    this.#product = product;
  }

  next({ rule, item }: Finding): string {
    const { path, deployment } = { path: "", deployment: "", ...item };
    const identity = JSON.stringify([this.#product, rule, ownPath(path), deployment]);
    const times = (this.#seen.get(identity) ?? 0) + 1;
    this.#seen.set(identity, times);
    return `${createHash("sha256").update(identity).digest("hex").slice(0, 32)}:${times}`;
  }
}

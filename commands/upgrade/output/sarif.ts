/** The plan as SARIF 2.1.0, which GitHub code scanning shows in a pull request. */
import { isAbsolute, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { type SarifRule, sarifLog } from "../../../lib/sarifLog.ts";
import { ownPath } from "./itemGroups.ts";
import { type Finding, findings } from "./planFindings.ts";
import type { Report } from "./report.ts";

export function planSarif(report: Report): string {
  const found = findings(report.upgraded.plan);
  const rules = [...new Map(found.map((finding) => [finding.rule, finding])).values()];
  const product = report.product.name;
  const results = found.map((finding) => ({
    ruleId: finding.rule,
    level: finding.level,
    message: { text: textOf(finding) },
    locations: locationsOf(finding, report),
    identity: identityOf(finding, product),
  }));
  return sarifLog(`upgrade/${product}/`, rules.map(ruleOf), results);
}

function ruleOf({ rule, level, help, item }: Finding): SarifRule {
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

/** Place of the key. Items without a key get the top of the values, since GitHub requires a place. */
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

/** URI relative to the current folder, which is the root of the repository in a workflow. */
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

function identityOf({ rule, item }: Finding, product: string): string[] {
  const { path, deployment } = { path: "", deployment: "", ...item };
  return [product, rule, ownPath(path), deployment];
}

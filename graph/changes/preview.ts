/** Reads the changes of a stack from a preview of the engine. */
import { stripVTControlCharacters } from "node:util";
import { compareTexts } from "../../lib/compareTexts.ts";
import type { Problem } from "../../lib/diagnostics/problem.ts";
import type { NamedText } from "../../lib/files/readText.ts";
import { mask } from "../../lib/secrets/mask.ts";
import { withoutCredentials } from "../../lib/secrets/texts.ts";
import { severities } from "../finding.ts";
import { masked, revive } from "../inputs.ts";
import type { Message } from "../message.ts";
import type { GraphResource } from "../resource.ts";
import { isResource, partsOf } from "../urn.ts";
import type { Change, ChangeKind, ChangeSet, PolicyFinding } from "./change.ts";
import { type Diagnostic, operations, type State, type Step } from "./previewSchema.ts";
import { type Preview, readPreview } from "./previewText.ts";
import { changeOf } from "./toChange.ts";

/** The changes in a preview, or the problem with its text. */
export function previewedChanges(file: NamedText): ChangeSet | Problem {
  const preview = readPreview(file);
  if ("fix" in preview) {
    return preview;
  }
  const { steps, diagnostics, violations, failed } = preview;
  return {
    stack: steps.map(({ urn }) => partsOf(urn)?.stack).find(Boolean) ?? file.name,
    source: file.name,
    changes: changes(steps),
    messages: messages(diagnostics),
    findings: violations.map(finding),
    failed,
  };
}

/** A replacement may have several steps, but is one change. */
function changes(steps: Step[]): Change[] {
  const byUrn = Map.groupBy(steps, ({ urn }) => urn);
  return [...byUrn]
    .map(([urn, own]) => resourceChange(urn, own))
    .filter((change) => change !== undefined)
    .filter(({ type }) => isResource(type))
    .sort((one, other) => compareTexts(one.urn, other.urn));
}

function resourceChange(urn: string, steps: Step[]): Change | undefined {
  const kinds = steps.map(({ op }) => operations[op]).filter((kind) => kind !== null);
  const before = steps.map(({ oldState }) => oldState).find(Boolean);
  const after = steps.map(({ newState }) => newState).find(Boolean);
  const replacing = steps.flatMap((step) => [
    ...(step.replaceReasons ?? []),
    ...pathsOf(step, (kind) => kind.endsWith("-replace")),
  ]);
  const change = changeOf(
    {
      kind: overall(kinds),
      before: resource(urn, before),
      after: resource(urn, after) ?? resource(urn, before ?? unknownState(urn)),
    },
    {
      reasons: [...new Set(replacing)],
      paths: [...new Set(steps.flatMap((step) => pathsOf(step, () => true)))],
      forgotten: steps.every(({ op }) => op === "discard"),
    },
  );
  if (kinds.length > 0) {
    return change;
  }
  // A step that leaves the inputs as they are may still remove the protection.
  return change.guardDifferences.length > 0 ? { ...change, differences: [] } : undefined;
}

function overall(kinds: ChangeKind[]): ChangeKind {
  const isReplaced = kinds.includes("replaced") || (kinds.includes("deleted") && kinds.includes("added"));
  return isReplaced ? "replaced" : (kinds[0] ?? "changed");
}

function pathsOf({ detailedDiff }: Step, isWanted: (kind: string) => boolean): string[] {
  const entries = Object.entries(detailedDiff ?? {});
  return entries.filter(([, { kind, diffKind }]) => isWanted(kind ?? diffKind ?? "")).map(([path]) => path);
}

function resource(urn: string, state: State | null | undefined): GraphResource | undefined {
  if (!state) {
    return undefined;
  }
  const secret = new Set(state.additionalSecretOutputs);
  const inputs = Object.entries(state.inputs ?? {}).map(([key, value]) => [
    key,
    secret.has(key) ? mask : masked(revive(value)),
  ]);
  return {
    urn,
    type: state.type,
    name: partsOf(urn)?.name ?? urn,
    parent: state.parent || null,
    dependsOn: state.dependencies ?? [],
    protect: state.protect ?? false,
    retainOnDelete: state.retainOnDelete ?? false,
    inputs: Object.fromEntries(inputs),
  };
}

/** State for a step that has none: the type is part of its URN. */
function unknownState(urn: string): State {
  return { type: partsOf(urn)?.type ?? "" };
}

const logged: Record<string, Message["severity"] | undefined> = { warning: "warning", error: "error" };

/**
 * Sorted by resource, since resources log in parallel and their order varies from run to run. Debug messages are left out,
 * since they may hold values of Secrets. So is the engine's final error where there are others.
 */
function messages(diagnostics: Diagnostic[]): Message[] {
  const all = diagnostics.flatMap(({ severity: given, urn, message }) => {
    const severity = logged[given];
    return severity ? [{ severity, urn: urn || null, message: text(message) }] : [];
  });
  const urns = [...new Set(all.map(({ urn }) => urn ?? ""))].sort();
  all.sort((one, other) => urns.indexOf(one.urn ?? "") - urns.indexOf(other.urn ?? ""));
  const errors = all.filter(({ severity, message }) => severity === "error" && message !== finalError);
  return errors.length > 0 ? all.filter(({ message }) => message !== finalError) : all;
}

const finalError = "preview failed";

function finding({
  policyName,
  enforcementLevel,
  resourceUrn,
  message,
  severity,
}: Preview["violations"][number]): PolicyFinding {
  const known = severities.find((each) => each === severity);
  return {
    rule: policyName,
    level: enforcementLevel === "mandatory" ? "mandatory" : "advisory",
    urn: resourceUrn ?? "",
    message: violation(text(message)),
    ...(known && { severity: known }),
  };
}

function text(message: string): string {
  const plain = stripVTControlCharacters(message).trim();
  return withoutCredentials(plain.replace(/^(warning|error): /, ""));
}

/** The message of the rule itself, before which the engine puts the rule's description. */
function violation(message: string): string {
  const [description = "", ...said] = message.split("\n");
  return said.join("\n").trim() || description;
}

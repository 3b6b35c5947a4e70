/** Changes between two renders of a stack. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { InputError } from "../../lib/diagnostics/inputError.ts";
import { compareGraphs } from "../compare.ts";
import { loggedNoticeSchema } from "../loggedNotice.ts";
import { jsonIn, readGraph } from "../readRender.ts";
import type { GraphResource } from "../resource.ts";
import { isResource, partsOf } from "../urn.ts";
import type { Change, ChangeKind, ChangeSet } from "./change.ts";
import { changeOf } from "./toChange.ts";

const findingsFile = "findings.json";

/** The contract of `findings.json`. */
const findingsSchema = z.object({
  policies: z.array(
    z.object({
      rule: z.string(),
      severity: z.enum(["low", "medium", "high", "critical"]),
      level: z.enum(["mandatory", "advisory"]),
      urn: z.string(),
      message: z.string(),
      fix: z.string(),
    }),
  ),
  messages: z.array(
    z.object({
      severity: z.enum(["info", "warning", "error"]),
      urn: z.string().nullable(),
      message: z.string(),
      notice: loggedNoticeSchema.optional(),
    }),
  ),
});

/**
 * What the render has that its base has not, and what its policies and releases say. Without a base: only the latter.
 *
 * @throws OutputError if a folder is not a render, InputError if the two are of different stacks
 */
export function changesBetween(folder: string, base: string | undefined): ChangeSet {
  const after = readGraph("--render", folder);
  const before = base === undefined ? after : readGraph("--base", base);
  const [stack, former] = [stackOf(after) ?? stackOf(before) ?? folder, stackOf(before)];
  if (former !== undefined && former !== stack) {
    const found = `one of ${former}`;
    throw new InputError([
      { path: `--base ${base}`, expected: `a render of ${stack}`, found, fix: "name its folder in the same place" },
    ]);
  }
  const { policies, messages } = findingsIn(folder);
  return { stack, source: folder, changes: changes(before, after), messages, findings: policies, failed: false };
}

const kinds: Record<ReturnType<typeof compareGraphs>[number]["kind"], ChangeKind> = {
  added: "added",
  changed: "changed",
  replaced: "replaced",
  removed: "deleted",
};

function changes(before: GraphResource[], after: GraphResource[]): Change[] {
  const [old, current] = [before, after].map((graph) => new Map(graph.map((resource) => [resource.urn, resource])));
  const compared = new Map(compareGraphs(before, after).map((change) => [change.urn, change]));
  const urns = [...new Set([...compared.keys(), ...(current?.keys() ?? [])])].sort();
  return urns.flatMap((urn) => {
    const { kind, type = "", paths = [] } = compared.get(urn) ?? {};
    const change = changeOf(
      { kind: kind ? kinds[kind] : "changed", before: old?.get(urn), after: current?.get(urn) },
      kind === "replaced" ? { reasons: paths.filter((path) => isIdentity(path, type)), paths } : { paths },
    );
    const differs = kind !== undefined || change.differences.length > 0;
    return differs && isResource(type || change.type) ? [change] : [];
  });
}

/** Of the paths of a replaced resource those that make it another. */
function isIdentity(path: string, type: string): boolean {
  const isJobTemplate = type.endsWith(":Job") && path.startsWith("spec.template");
  return (
    isJobTemplate ||
    /^(apiVersion|kind|metadata\.(name|namespace)|bucket|name|accountName|containerName|resourceName|location)$/.test(
      path,
    )
  );
}

function stackOf([first]: GraphResource[]): string | undefined {
  return first && partsOf(first.urn)?.stack;
}

function findingsIn(folder: string): z.infer<typeof findingsSchema> {
  const path = join(folder, findingsFile);
  // A render of an earlier version has none.
  const content = existsSync(path) ? jsonIn(path) : { policies: [], messages: [] };
  const { success, data } = findingsSchema.safeParse(content);
  if (!success) {
    throw new InputError([
      {
        path,
        expected: "policies and messages as a render writes them",
        found: "something else",
        fix: `render the stack again to ${folder}`,
      },
    ]);
  }
  return data;
}

/** Changes between two renders of a stack. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { InputError } from "../../lib/diagnostics/inputError.ts";
import { type Finding, severities } from "../finding.ts";
import { loggedNoticeSchema } from "../loggedNotice.ts";
import type { Message } from "../message.ts";
import { jsonIn, readGraph } from "../readRender.ts";
import type { GraphResource } from "../resource.ts";
import { isResource, partsOf } from "../urn.ts";
import type { ChangeSet } from "./change.ts";
import { compareGraphs } from "./compare.ts";

const findingsFile = "findings.json";

/** The contract of `findings.json`. */
const findingsSchema: z.ZodType<{ policies: Finding[]; messages: Message[] }> = z.object({
  policies: z.array(
    z.object({
      rule: z.string(),
      severity: z.enum(severities),
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
  const changes = compareGraphs(before, after).filter(({ type }) => isResource(type));
  return { stack, source: folder, changes, messages, findings: policies, failed: false };
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

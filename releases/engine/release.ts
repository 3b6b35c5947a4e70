/** A release of a product, and the product as the releases it went through. */
import type { z } from "zod";
import type { Edit } from "./edits.ts";
import type { Rule } from "./notices.ts";
import type { Context } from "./places.ts";
import type { Source } from "./source.ts";

export interface Release<Answers = object> {
  /** Base version of the line, in three parts: `0.67.0` stands for `0.67.x`. */
  version: string;
  /** What the document calls the step. */
  heading: string;
  /** Values as this release takes them. Unknown keys pass; what the schema knows is no secret, unless it says so. */
  values: z.ZodType;
  /** Must be deployed on the way to a later release, under a condition that holds at the release before. */
  stop?: { when(context: Context<Answers>): boolean; say: string; source: Source };
  edits: readonly Edit<Answers>[];
  /** Edits of every single deployment, from its own root. */
  deployments: readonly DeploymentEdit<Answers>[];
  rules: readonly Rule<Answers>[];
}

export type DeploymentEdit<Answers = object> = Edit<Answers>;

/** A declaration; what it does not have is empty. */
export function release<Answers>(
  declared: Pick<Release<Answers>, "version" | "heading" | "values"> & Partial<Release<Answers>>,
): Release<Answers> {
  return { edits: [], deployments: [], rules: [], ...declared };
}

export interface Product<Answers = object> {
  /** As the command line names it: the folder below `releases/`. */
  name: string;
  title: string;
  /** What only the user knows; strict, with `acknowledge` for gates. */
  answers: z.ZodType<Answers>;
  /** The oldest first. None: only the order of versions is known. */
  releases: readonly Release<Answers>[];
  /** Why a running one can't go back to an earlier release, where a source says so. */
  noWayBack?: { say: string; source: Source };
  /** Environment variables of deployments that hold no secret. */
  publicEnvironment?: readonly string[];
}

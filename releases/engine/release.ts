/** A product and its releases. */
import type { z } from "zod";
import type { Edit } from "./edits.ts";
import type { Rule } from "./notices.ts";
import type { Context } from "./places.ts";
import type { Source } from "./source.ts";

export interface Release<Answers = object> {
  /** Base version of the line, in three parts: `0.67.0` stands for `0.67.x`. */
  version: string;
  /** Heading of the step in the document. */
  heading: string;
  /** Schema of the values at this release. Unknown keys pass. Known keys are public unless marked `secret`. */
  values: z.ZodType;
  /** A required stop on the way to a later release, if the condition is true at the release before. */
  stop?: { when(context: Context<Answers>): boolean; say: string; source: Source };
  edits: readonly Edit<Answers>[];
  /** Edits of each deployment, with paths from its own root. */
  deployments: readonly DeploymentEdit<Answers>[];
  rules: readonly Rule<Answers>[];
}

export type DeploymentEdit<Answers = object> = Edit<Answers>;

/** Declares a release. Lists that are left out are empty. */
export function release<Answers>(
  declared: Pick<Release<Answers>, "version" | "heading" | "values"> & Partial<Release<Answers>>,
): Release<Answers> {
  return { edits: [], deployments: [], rules: [], ...declared };
}

export interface Product<Answers = object> {
  /** Name on the command line and of the folder below `releases/`. */
  name: string;
  title: string;
  /** Schema of the answers file. It is strict and has `acknowledge` for gates. */
  answers: z.ZodType<Answers>;
  /** The oldest first. Empty if only the order of versions is known. */
  releases: readonly Release<Answers>[];
  /** Reason why a deployed release can't go back to an earlier one, if a source gives it. */
  noWayBack?: { say: string; source: Source };
  /** Environment variables of deployments that hold no secret. */
  publicEnvironment?: readonly string[];
}

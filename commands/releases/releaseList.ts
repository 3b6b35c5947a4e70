/** Products and their releases as data, with counts of edits and rules. */

import type { Rule } from "../../releases/engine/notices.ts";
import type { Product, Release } from "../../releases/engine/release.ts";

interface ProductEntry {
  product: string;
  title: string;
  releases: string[];
}

interface ReleaseEntry {
  version: string;
  /** Heading of the step in the guide. */
  heading: string;
  edits: number;
  notices: number;
  blockers: number;
  gates: number;
  questions: number;
}

export function productEntry({ name, title, releases }: Product): ProductEntry {
  return { product: name, title, releases: releases.map(({ version }) => version) };
}

export function releaseList(product: Product): Omit<ProductEntry, "releases"> & { releases: ReleaseEntry[] } {
  return { ...productEntry(product), releases: product.releases.map(releaseEntry) };
}

function releaseEntry({ version, heading, edits, deployments, rules }: Release): ReleaseEntry {
  const number = (kind: Rule["kind"]) => rules.filter((rule) => rule.kind === kind).length;
  const answers = [
    ...rules.flatMap((rule) => (rule.kind === "blocker" ? (rule.answer ?? []) : [])),
    ...edits.flatMap((edit) => (edit.op === "translate" ? (edit.asks ?? []) : [])),
  ];
  return {
    version,
    heading,
    edits: edits.length + deployments.length,
    notices: number("notice"),
    blockers: number("blocker"),
    gates: number("gate"),
    questions: new Set(answers).size,
  };
}

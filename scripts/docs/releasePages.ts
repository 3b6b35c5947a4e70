/** Pages about releases, from the text of their declarations. */

import { releaseList } from "../../commands/releases/releaseList.ts";
import { answerRows } from "../../commands/upgrade/output/answersTemplate.ts";
import { commandsOf } from "../../commands/upgrade/output/gateCommands.ts";
import { block, code, nested, prose, quote, table } from "../../lib/markdown.ts";
import { formatPath } from "../../lib/path.ts";
import type { Edit } from "../../releases/engine/edits.ts";
import type { Blocker, Gate, Notice, Rule } from "../../releases/engine/notices.ts";
import type { Place } from "../../releases/engine/places.ts";
import type { Product, Release } from "../../releases/engine/release.ts";
import type { Source } from "../../releases/engine/source.ts";

/** All products with their releases and answers. */
export function releaseIndex(products: readonly Product[]): string {
  const lines = [
    "# Releases",
    "",
    "What `mlops-platform upgrade` does for each release. These pages are generated from the code in `releases/`.",
    ...products.flatMap(productSection),
  ];
  return `${lines.join("\n")}\n`;
}

export function releasePage(product: Product, release: Release): string {
  const { version, heading, stop, edits, deployments, rules } = release;
  const [blockers, gates] = [rules.filter(isBlocker), rules.filter(isGate)];
  const lines = [
    `# ${prose(product.title)} ${version}`,
    "",
    `${prose(heading)}. ([All releases](../README.md))`,
    ...section("Required stop", stop ? [[`- ${prose(stop.say)}`, ...cited(stop.source)]] : []),
    ...section("Values", edits.map(editItem)),
    ...section("Deployments", deployments.map(editItem)),
    ...section("Before it is deployed", gates.filter(({ when }) => when === "before").map(gateItem)),
    ...section("Blockers and questions", blockers.map(ruleItem)),
    ...section("After it is deployed", gates.filter(({ when }) => when === "after").map(gateItem)),
    ...section("Notices", rules.filter(isNotice).filter(isNoneOf(blockers)).map(ruleItem)),
  ];
  return `${lines.join("\n")}\n`;
}

function productSection(product: Product): string[] {
  const rows = releaseList(product).releases.map(({ version, heading, edits, notices, blockers, gates }) => [
    `[${version}](${product.name}/${version}.md)`,
    prose(heading),
    ...[edits, blockers, gates, notices],
  ]);
  const answers = answerRows(product.answers).map(({ key, description }) => [code(key), prose(description)]);
  return [
    "",
    `## ${prose(product.title)}`,
    "",
    `Product ${code(product.name)}.`,
    "",
    ...table(["Release", "Step", "Edits", "Blockers", "Gates", "Notices"], rows),
    "",
    ...table(["Key of the answers file", "Meaning"], answers),
  ];
}

/** A section of a page; empty where there are no items. */
function section(title: string, items: string[][]): string[] {
  return items.length === 0 ? [] : ["", `## ${title}`, ...items.flatMap((lines) => ["", ...lines])];
}

function editItem<Answers>(edit: Edit<Answers>): string[] {
  const asks = edit.op === "translate" && edit.asks ? ` Asks for ${edit.asks.map(code).join(", ")}.` : "";
  return [`- **${edit.op}** ${subject(edit)}: ${prose(edit.reason)}${asks}`, ...cited(edit.source)];
}

function subject<Answers>(edit: Edit<Answers>): string {
  switch (edit.op) {
    case "move":
      return `${placeText(edit.at)} to ${code(formatPath(edit.to))}`;
    case "rename":
      return `${placeText(edit.at)} to ${code(edit.name)}`;
    case "set":
      return code(formatPath(edit.to));
    case "remove":
    case "translate":
      return placeText(edit.at);
  }
}

function placeText(place: Place): string {
  switch (place.kind) {
    case "key":
      return code(formatPath(place.path));
    case "env": {
      const below = place.below.length > 0 ? ` below ${code(formatPath(place.below))}` : "";
      return `the environment variable ${code(place.name)}${below}`;
    }
    case "keyBelow":
      return `${code(place.key)} below any key that matches ${code(String(place.below))}`;
  }
}

function ruleItem<Answers>(rule: Notice<Answers> | Blocker<Answers>): string[] {
  const answer = rule.kind === "blocker" && rule.answer ? ` Answer: ${code(rule.answer)}.` : "";
  return [`- ${code(rule.id)}: ${prose(rule.say)}${answer}`, ...cited(rule.source)];
}

function gateItem<Answers>({ id, say, run, check, confirmedBy, source }: Gate<Answers>): string[] {
  const answer = confirmedBy ? ` Confirmed by the answer ${code(confirmedBy)}, or by ${code("acknowledge")}.` : "";
  return [
    `- ${code(id)}: ${prose(say)}${answer}`,
    ...nested(["", ...block("sh", commandsOf({ run, check }))]),
    ...cited(source),
  ];
}

function cited({ quote: words, title, heading }: Source): string[] {
  return nested(["", quote(words), ">", `> — ${prose(title)}, “${prose(heading)}”`]);
}

function isBlocker<Answers>(rule: Rule<Answers>): rule is Blocker<Answers> {
  return rule.kind === "blocker";
}

function isGate<Answers>(rule: Rule<Answers>): rule is Gate<Answers> {
  return rule.kind === "gate";
}

function isNotice<Answers>(rule: Rule<Answers>): rule is Notice<Answers> {
  return rule.kind === "notice";
}

/** Leaves out notices that repeat a blocker, with its id, for upgrades without an inventory. */
function isNoneOf<Answers>(blockers: Blocker<Answers>[]): (notice: Notice<Answers>) => boolean {
  return ({ id }) => !blockers.some((blocker) => blocker.id === id);
}

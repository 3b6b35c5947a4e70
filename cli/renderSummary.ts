import type { Change } from "../render/compare.ts";
import { type GraphResource, isCustom, owners } from "../render/graph.ts";
import type { Message } from "../render/messages.ts";
import type { Render } from "../render/render.ts";

/** A few lines for people: what was made, by component, and where it was written. */
export function renderSummary({ stack, out, resources, messages, files, changes }: Render): string {
  const components = owners(resources).map(({ owner, own }) => [owner.name, kinds(own)] as const);
  const width = Math.max(0, ...components.map(([name]) => name.length));
  const lines = [
    `Stack ${stack}: ${resources.filter(isCustom).length} resources`,
    ...components.map(([name, made]) => `  ${name.padEnd(width)}  ${made}`),
    `${files.length} files in ${out}; open ${out}/index.html for the whole picture.`,
    ...messageCounts(messages).map((count) => `${count}; see ${out}/index.html.`),
    ...(changes === undefined ? [] : changeLines(changes)),
  ];
  return `${lines.join("\n")}\n`;
}

/** Errors in full: they are what has to be mended. */
export function errorLines({ messages }: Pick<Render, "messages">): string {
  const errors = messages.filter(({ severity }) => severity === "error");
  return errors.map(({ message }) => `error: ${message}\n`).join("");
}

const words = { error: "error", warning: "notice", info: "message" } as const;

function messageCounts(messages: Message[]): string[] {
  return Object.entries(words).flatMap(([severity, word]) => {
    const count = messages.filter((message) => message.severity === severity).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? word : `${word}s`}`];
  });
}

/** Kinds of resources with how many there are of each. */
function kinds(resources: GraphResource[]): string {
  const counts = new Map<string, number>();
  for (const { type } of resources) {
    const kind = type.split(":").at(-1) ?? type;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => (count === 1 ? kind : `${count} ${kind}`)).join(", ");
}

function changeLines(changes: Change[]): string[] {
  if (changes.length === 0) {
    return ["Nothing changed against the base."];
  }
  const detail = ({ kind, type, name, paths }: Change) =>
    `  ${kind.padEnd(8)}  ${type.split(":").at(-1)} ${name}${paths.length > 0 ? `: ${paths.join(", ")}` : ""}`;
  return [`${changes.length} changed against the base:`, ...changes.map(detail)];
}

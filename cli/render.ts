import { join } from "node:path";
import { Command, Option } from "commander";
import { type Render, render } from "../render/render.ts";
import { renderSummary } from "./renderSummary.ts";

interface RenderOptions {
  out?: string;
  base?: string;
  format: "text" | "json";
}

/** `mlops-platform render <stack>`: writes what a stack would create, with no cloud, cluster or secret at hand. */
export function renderCommand(exitWith: (code: number) => void): Command {
  return new Command("render")
    .description("Write what a stack would create, with no cloud, cluster or secret at hand.")
    .argument("<stack>", "name of the stack, as in Pulumi.<stack>.yaml")
    .addOption(new Option("--out <dir>", "folder to write to (default: rendered/<stack>)"))
    .addOption(new Option("--base <dir>", "an earlier render: say what was added, changed, replaced and removed"))
    .addOption(new Option("--format <format>", "what to print").choices(["text", "json"]).default("text"))
    .action(async (stack: string, { out, base, format }: RenderOptions) => {
      const rendered = await render({
        folder: process.cwd(),
        stack,
        out: out ?? join("rendered", stack),
        base,
        program: () => import("../index.ts"),
      });
      process.stdout.write(format === "json" ? json(rendered) : renderSummary(rendered));
      exitWith(0);
    });
}

function json({ stack, out, files, resources, changes }: Render): string {
  const summary = resources.map(({ urn, type, name, protect, retainOnDelete }) => ({
    urn,
    type,
    name,
    protect,
    retainOnDelete,
  }));
  return `${JSON.stringify({ stack, out, files, resources: summary, ...(changes && { changes }) }, null, 2)}\n`;
}

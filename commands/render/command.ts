import { join } from "node:path";
import { Command, Option } from "commander";
import { exitCodes } from "../exitCodes.ts";

interface RenderOptions {
  out?: string;
  base?: string;
  format: "text" | "json" | "sarif";
}

/** `mlops-platform render <stack>`: writes what a stack would create, without access to a cloud, cluster or secret. */
export function renderCommand(): Command {
  return new Command("render")
    .description("Write what a stack would create, without access to a cloud, cluster or secret.")
    .argument("<stack>", "name of the stack, as in Pulumi.<stack>.yaml")
    .addOption(new Option("--out <dir>", "folder to write to (default: rendered/<stack>)"))
    .addOption(
      new Option("--base <dir>", "an earlier render, to print what was added, changed, replaced and deleted since"),
    )
    .addOption(new Option("--format <format>", "what to print").choices(["text", "json", "sarif"]).default("text"))
    .action(async (stack: string, { out, base, format }: RenderOptions) => {
      // Loaded here and not above: loading Pulumi's SDK takes half a second, which help and errors should not cost.
      (await import("./deferredSerialization.ts")).deferSerialization();
      const { render } = await import("./render.ts");
      const { isRefused } = await import("./findings.ts");
      const { errorLines, renderSummary } = await import("./output/text.ts");
      const rendered = await render({
        folder: process.cwd(),
        stack,
        out: out ?? join("rendered", stack),
        base,
        today: new Date().toISOString().slice(0, 10),
        program: () => import("../../index.ts"),
      });
      process.stderr.write(errorLines(rendered));
      process.stdout.write(
        format === "text"
          ? renderSummary(rendered)
          : format === "json"
            ? (await import("./output/json.ts")).renderJson(rendered)
            : (await import("./output/sarif.ts")).renderSarif(rendered),
      );
      process.exitCode = isRefused(rendered.findings) ? exitCodes.blocked : exitCodes.ok;
    });
}

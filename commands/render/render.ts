/** Renders a stack: runs its program in-process and writes what it would create. */

import { readStackFiles } from "../../config/stackFiles.ts";
import type { Change } from "../../graph/changes/change.ts";
import { compareGraphs } from "../../graph/changes/compare.ts";
import { readGraph } from "../../graph/readRender.ts";
import type { GraphResource } from "../../graph/resource.ts";
import { type Findings, findingsFile } from "./findings.ts";
import { graph, graphFiles } from "./graph.ts";
import { helmFiles, manifestFiles } from "./manifests.ts";
import { orderedMessages } from "./messages.ts";
import { record } from "./monitor.ts";
import { report } from "./output/html.ts";
import { idleExceptions, policyFindings } from "./policies.ts";
import { withUnsetSecrets } from "./unsetSecrets.ts";
import { writeRender } from "./write.ts";

export interface RenderRequest {
  /** Folder with `Pulumi.yaml` and `Pulumi.<stack>.yaml`. */
  folder: string;
  stack: string;
  out: string;

  /** An earlier render to compare with. */
  base?: string | undefined;

  /** The day by which exceptions from rules are in force or have ended, such as 2026-11-21. */
  today: string;

  /** Runs the program: imports `index.ts`. */
  program: () => Promise<unknown>;
}

export interface Render {
  stack: string;
  out: string;
  resources: GraphResource[];

  /** Policy violations, and messages that the program logged. */
  findings: Findings;

  /** Paths below `out`. */
  files: string[];

  /** Changes since the base; undefined without a base. */
  changes: Change[] | undefined;
}

/**
 * @throws StackFileError or ConfigError for bad input, OutputError for a folder that must not be replaced; nothing is
 * written then.
 */
export async function render({ folder, stack, out, base, today, program }: RenderRequest): Promise<Render> {
  const earlier = base === undefined ? undefined : readGraph("--base", base);
  const { project, config, secretKeys, messages } = withUnsetSecrets(readStackFiles(folder, stack), stack);
  const recording = await record({ project, stack, config, secretKeys, run: program });
  const resources = graph(recording.resources);
  const findings = {
    policies: policyFindings(resources, { config, stack, today }),
    messages: orderedMessages([...messages, ...recording.messages, ...idleExceptions(resources, { config, stack })]),
  };
  const files = [
    ...manifestFiles(recording.resources),
    ...helmFiles(recording.resources),
    ...graphFiles(resources),
    findingsFile(findings),
    { path: "index.html", content: report({ stack, resources, findings }) },
  ];
  writeRender(out, files);
  return {
    stack,
    out,
    resources,
    findings,
    files: files.map(({ path }) => path).sort(),
    changes: earlier && compareGraphs(earlier, resources),
  };
}

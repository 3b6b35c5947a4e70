import { posix } from "node:path";
import { z } from "zod";

/** Folders of the project, and those that its commands write. */
const taken = [
  ...["bench", "checks", "commands", "components", "config", "docs", "examples", "graph", "lib", "lint", "policies"],
  ...["releases", "scripts", "test", "node_modules", "rendered"],
];

/** Folder below the project's for manifests. They hold values of Secrets, so nothing else may use the folder. */
export const renderFolder = z
  .string()
  .min(1)
  .superRefine((folder, context) => {
    const [first = ""] = posix.normalize(folder.replaceAll("\\", "/")).split("/");
    const isInside = !["", ".", ".."].includes(first) && !/^[A-Za-z]:$/.test(first);
    if (!isInside) {
      context.addIssue({ code: "custom", message: "a folder below the project's, such as manifests" });
    } else if (first.startsWith(".") || taken.includes(first)) {
      context.addIssue({ code: "custom", message: "a folder that nothing else uses, such as manifests" });
    }
  });

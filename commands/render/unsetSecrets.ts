/** Placeholders for config secrets that are not set: a render does not need their values, and reports which are missing. */

import { stackConfig } from "../../config/index.ts";
import { type StackFiles, secretPlaceholder, valuesOf } from "../../config/stackFiles.ts";
import { wantedSecrets } from "../../config/wantedSecrets.ts";
import type { Message } from "../../graph/message.ts";
import { childOf, type JsonMap } from "../../lib/json.ts";
import { applyOperations } from "../../lib/operations.ts";
import { formatPath } from "../../lib/path.ts";

/** The stack's files with a placeholder for each required config secret that is not set, and a warning that names them. */
export function withUnsetSecrets(files: StackFiles, stack: string): StackFiles & { messages: Message[] } {
  const values = valuesOf(files);
  const paths = wantedSecrets(stackConfig, values);
  if (paths.length === 0) {
    return { ...files, messages: [] };
  }
  const filled = applyOperations(
    values as JsonMap,
    paths.map((path) => ({ op: "set", path, value: secretPlaceholder })),
  );
  const keys = [...new Set(paths.map(([key = ""]) => key))];
  const fullKey = (key: string) => `${files.project}:${key}`;
  return {
    ...files,
    config: {
      ...files.config,
      ...Object.fromEntries(keys.map((key) => [fullKey(key), JSON.stringify(childOf(filled, key))])),
    },
    secretKeys: [...new Set([...files.secretKeys, ...keys.map(fullKey)])],
    messages: [
      {
        severity: "warning",
        urn: null,
        message: `Config secrets are not set, and the render has placeholders for them: ${paths.map(formatPath).join(", ")}. Set them before a preview: npx mlops-platform secrets ${stack}`,
      },
    ],
  };
}

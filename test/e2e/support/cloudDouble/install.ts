/** Doubles of the providers of AWS, Google Cloud and Azure, and one for Helm releases, as plugins of the engine. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);

/** No release of the provider: the real one keeps its own. */
export const helmDoubleVersion = "0.0.1";

/**
 * Puts a double where the engine looks for each cloud's plugin, under exactly the SDK's version.
 *
 * @param pulumiHome folder that PULUMI_HOME names
 */
export function installCloudDoubles(pulumiHome: string): void {
  for (const sdk of ["aws", "gcp", "azure-native"]) {
    const { version } = JSON.parse(readFileSync(require.resolve(`@pulumi/${sdk}/package.json`), "utf8"));
    install(pulumiHome, sdk, version);
  }
  install(pulumiHome, "kubernetes", helmDoubleVersion);
}

function install(pulumiHome: string, sdk: string, version: string): void {
  const folder = join(pulumiHome, `plugins/resource-${sdk}-v${version}`);
  mkdirSync(folder, { recursive: true });
  const script = `#!/bin/sh\nexec node '${join(import.meta.dirname, "provider.ts")}' ${version} "$@"\n`;
  writeFileSync(join(folder, `pulumi-resource-${sdk}`), script, { mode: 0o755 });
}

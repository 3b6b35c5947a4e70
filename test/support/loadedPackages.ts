// Preloaded into the command: says on exit which packages were loaded, to the file that LOADED_PACKAGES names.
import { writeFileSync } from "node:fs";
import { registerHooks } from "node:module";

const packages = new Set<string>();

registerHooks({
  load: (url, context, next) => {
    const [name] = /(?<=.*node_modules\/)(@[^/]+\/)?[^/]+/.exec(url) ?? [];
    if (name !== undefined) {
      packages.add(name);
    }
    return next(url, context);
  },
});

process.on("exit", () => writeFileSync(process.env.LOADED_PACKAGES ?? "", [...packages].sort().join("\n")));

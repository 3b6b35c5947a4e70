/** Which inputs a cloud's resource takes, by its class in the SDK. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export interface InputNames {
  known: ReadonlySet<string>;
  required: string[];
}

const require = createRequire(import.meta.url);

/**
 * Read from the compiled constructor, which names each input as `args?.<name>` and each that has to be there in
 * an error. Nested properties are not told: cases have the SDK's types for those.
 *
 * @param type such as `aws:s3/bucket:Bucket`
 * @throws Error for a type that the SDK does not have
 */
export function inputNames(type: string): InputNames {
  const source = sourceOf(type);
  return {
    known: new Set(namesIn(source, /args\?\.(\w+)/g)),
    required: namesIn(source, /Missing required property '(\w+)'/g),
  };
}

/** Modules are folders of the SDK, such as `s3` and `helm.sh/v3`; files are spelt as the token is, but for upper case. */
function sourceOf(type: string): string {
  const [sdk = "", module = "", name = ""] = type.split(":");
  const path = sdk === "kubernetes" ? module.replace(".sh", "") : (module.split("/")[0] ?? "");
  const folder = join(dirname(require.resolve(`@pulumi/${sdk}/package.json`)), path);
  const sources = filesOf(folder)
    .filter((file) => file.toLowerCase() === `${name.toLowerCase()}.js`)
    .map((file) => readFileSync(join(folder, file), "utf8"));
  const source = sources.find((each) => each.includes(`__pulumiType = '${type}'`));
  if (source === undefined) {
    throw new Error(`@pulumi/${sdk} has no resource of type ${type}`);
  }
  return source;
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function namesIn(source: string, pattern: RegExp): string[] {
  return [...source.matchAll(pattern)].map(([, name = ""]) => name);
}

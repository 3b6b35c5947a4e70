/** Secrets of a stack's config: the engine gives a policy pack their decrypted texts without a mark. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Config, getStack } from "@pulumi/pulumi";
import { project } from "../../lib/configCommands.ts";
import { configValue } from "../../lib/configValue.ts";
import { yamlMap } from "../../lib/pulumiYaml.ts";

/** @param folder of the stack's file; without the file there are no secrets. The pack is a folder of the project. */
export function configSecrets(folder = join(import.meta.dirname, "../..")): ReadonlySet<string> {
  const file = join(folder, `Pulumi.${getStack()}.yaml`);
  const values = existsSync(file) ? yamlMap(file, readFileSync(file, "utf8")).config : {};
  const config = new Config(project);
  const texts = new Set<string>();
  for (const [key, encrypted] of Object.entries(Object(values))) {
    const text = config.get(key.replace(`${project}:`, ""));
    if (text !== undefined) {
      collect(encrypted, configValue(text), texts);
    }
  }
  return texts;
}

/** Adds the decrypted texts at the places where the file's value is encrypted. */
function collect(encrypted: unknown, decrypted: unknown, texts: Set<string>): void {
  if (typeof encrypted !== "object" || encrypted === null) {
    return;
  }
  if ("secure" in encrypted) {
    addTexts(decrypted, texts);
    return;
  }
  for (const [key, member] of Object.entries(encrypted)) {
    collect(member, Object(decrypted)[key], texts);
  }
}

function addTexts(value: unknown, texts: Set<string>): void {
  if (typeof value === "object" && value !== null) {
    Object.values(value).map((member) => addTexts(member, texts));
  } else if (typeof value === "string" && value !== "") {
    texts.add(value);
  }
}

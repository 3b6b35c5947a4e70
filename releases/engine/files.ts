/** Upgrades the texts of files. Lines that no release changes stay byte-identical. */
import type { NamedText } from "../../lib/files/readText.ts";
import { YamlFile, YamlRefusal } from "../../lib/yaml/yamlFile.ts";
import type { Product } from "./release.ts";
import { type Upgrade, upgrade } from "./upgrade.ts";

export interface UpgradeTexts {
  from: string;
  to: string;
  values?: NamedText;
  deployments?: NamedText;
  answers?: NamedText;
}

export interface UpgradedFiles extends Upgrade {
  /** The parsed input files, which know the lines of their keys. */
  given: { values?: YamlFile; deployments?: YamlFile };
  /** The files at each release, in order. Files that were not given are absent. */
  written: { release: string; values?: YamlFile; deployments?: YamlFile }[];
}

/**
 * @throws YamlRefusal with all syntax problems, InputError with all other problems of the input
 */
export function upgradeFiles<Answers extends object>(product: Product<Answers>, texts: UpgradeTexts): UpgradedFiles {
  const [values, deployments, answers] = parseAll([texts.values, texts.deployments, texts.answers]);
  const upgraded = upgrade(product, {
    from: texts.from,
    to: texts.to,
    ...(values && { values: values.values }),
    ...(deployments && { deployments: deployments.values }),
    ...(answers && { answers: answers.values }),
  });
  let files = { ...(values && { values }), ...(deployments && { deployments }) };
  const given = files;
  const written = upgraded.steps.map(({ release, operations }) => {
    files = {
      ...(files.values && { values: files.values.edit(operations.values) }),
      ...(files.deployments && { deployments: files.deployments.edit(operations.deployments) }),
    };
    return { release, ...files };
  });
  return { ...upgraded, given, written };
}

/** Parses all files. @throws YamlRefusal with the problems of all of them */
function parseAll(texts: (NamedText | undefined)[]): (YamlFile | undefined)[] {
  const problems: YamlRefusal["problems"] = [];
  const files = texts.map((given) => {
    try {
      return given && YamlFile.parse(given.text, given.name);
    } catch (error) {
      if (!(error instanceof YamlRefusal)) {
        throw error;
      }
      problems.push(...error.problems);
      return undefined;
    }
  });
  if (problems.length > 0) {
    throw new YamlRefusal(problems);
  }
  return files;
}

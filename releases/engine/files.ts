/** An upgrade of files: text in, text out, with every line that no release is about as it was. */
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
  /** The files as they were given: they know the lines of their keys. */
  given: { values?: YamlFile; deployments?: YamlFile };
  /** A release each, in order. A file that was not given is not made. */
  written: { release: string; values?: YamlFile; deployments?: YamlFile }[];
}

/**
 * @throws InputError or YamlRefusal, with all that is wrong with one kind of input
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

/** The problems of all files at once. */
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

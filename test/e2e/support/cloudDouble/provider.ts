/**
 * The process of a double of a cloud's provider: `node provider.ts <version> <address of the engine>`.
 *
 * It refuses inputs that the SDK's class does not have, and makes nothing: what it is given comes back, with a fixed id.
 */
import { main, type Provider } from "@pulumi/pulumi/provider/index.js";
import { inputNames } from "./inputNames.ts";

const [version = "", ...args] = process.argv.slice(2);

const provider: Provider = {
  version,
  check: async (urn, _olds, inputs: object) => ({ inputs, failures: problemsOf(typeOf(urn), inputs) }),
  diff: async (_id, _urn, olds, news) => ({ changes: JSON.stringify(olds) !== JSON.stringify(news) }),
  create: async (urn, inputs) => ({ id: `${urn.split("::").at(-1)}-id`, outs: inputs }),
  update: async (_id, _urn, _olds, news) => ({ outs: news }),
  delete: async () => {},
};

main(provider, args);

function problemsOf(type: string, inputs: object) {
  const { known, required } = inputNames(type);
  return [
    ...Object.keys(inputs)
      .filter((name) => !name.startsWith("__") && !known.has(name))
      .map((property) => ({ property, reason: `${type} has no input of this name` })),
    ...required
      .filter((name) => !(name in inputs))
      .map((property) => ({ property, reason: `${type} needs this input` })),
  ];
}

function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

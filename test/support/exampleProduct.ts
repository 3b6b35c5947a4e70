/** A made-up product whose releases have one of everything. */
import { z } from "zod";
import type { Report } from "../../commands/upgrade/output/report.ts";
import { acknowledge } from "../../releases/engine/acknowledgements.ts";
import { move, remove, setDefault, translate } from "../../releases/engine/edits.ts";
import { upgradeFiles } from "../../releases/engine/files.ts";
import { blocker, deployed, gate, notice, present } from "../../releases/engine/notices.ts";
import { type Product, release } from "../../releases/engine/release.ts";
import { document } from "../../releases/engine/source.ts";

const source = document("guide.txt", "Guide of *Example*")("Storage | new")("All <parameters> are removed.");

const answers = z.strictObject({
  mode: z.enum(["mesh", "none"]).optional().describe("Who encrypts."),
  acknowledge,
});
type Answers = z.output<typeof answers>;

const values = z.looseObject({
  origin: z.string().optional(),
  cors: z.looseObject({ origin: z.string() }).optional(),
  password: z.string().meta({ secret: true }).optional(),
  limit: z.int().optional(),
});

export const exampleProduct: Product<Answers> = {
  name: "example",
  title: "Example",
  answers,
  publicEnvironment: ["WORKERS"],
  releases: [
    release<Answers>({ version: "1.0.0", heading: "First steps", values }),
    release<Answers>({
      version: "1.1.0",
      heading: "From 1.0 to 1.1",
      values,
      stop: { when: () => true, say: "Deploy this one on the way.", source },
      edits: [
        move("origin", "cors.origin", { reason: "The origin has moved.", source }),
        remove("storage", { reason: "Storage is gone.", source }),
        setDefault("limit", 5, { reason: "There is a limit.", source }),
      ],
      deployments: [translate("runtime", () => "new", { reason: "The runtime has another name.", source })],
      rules: [
        gate("backup", { when: "before", say: "Take a backup.", check: "kubectl get backup", source }),
        gate("cleanup", { when: "after", say: "Clean up.", check: "kubectl get pvc", source }),
        blocker<Answers>("tls", { where: present("tls"), say: "Say who encrypts.", answer: "mode", source }),
        blocker<Answers>("asleep", {
          where: deployed(({ replicas }) => replicas === 0),
          say: "Scale it up.",
          source,
        }),
        notice("news", { severity: "info", say: "There is *news*.", source }),
      ],
    }),
    release<Answers>({ version: "2.0.0", heading: "From 1.1 to 2.0", values }),
  ],
};

interface Given {
  values?: string;
  deployments?: string;
  answers?: string;
  from?: string;
  to?: string;
}

/** The report of an upgrade of texts, by default all the way. */
export function exampleReport({ from = "1.0", to = "2.0", ...texts }: Given): Report {
  const named = Object.entries(texts).map(([name, text]) => [name, { name: `${name}.yaml`, text }]);
  const upgraded = upgradeFiles(exampleProduct, { from, to, ...Object.fromEntries(named) });
  const files = Object.fromEntries(
    (["values", "deployments"] as const).filter((name) => texts[name]).map((name) => [name, `my files/${name}.yaml`]),
  );
  return { product: exampleProduct as Product, upgraded, files };
}

/** So many deployments that sleep, with a secret each. */
export function manyDeployments(number: number): string {
  const items = Array.from(
    { length: number },
    (_, index) => `- {name: d${index}, runtime: old, replicas: 0, env: {TOKEN: canary${index}}}\n`,
  );
  return `deployments:\n${items.join("")}`;
}

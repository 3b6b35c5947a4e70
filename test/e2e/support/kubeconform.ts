/** What kubeconform says of manifests, strictly: a field that no schema knows is an error. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { run } from "./process.ts";
import type { Toolchain } from "./toolchain.ts";

export interface Conformity {
  valid: number;
  /** File, kind and message of what is not valid, or has no schema. */
  problems: string[];
}

/** Projects whose schemas are made from their CRDs: the toolchain's schemas lack them. */
const projects = ["barman-cloud", "prometheus-operator"];

export class Kubeconform {
  readonly #program: string;
  readonly #locations: string[];

  /** @param folder for the schemas that are made here. */
  constructor({ path, crds }: Pick<Toolchain, "path" | "crds">, folder: string) {
    const programs = path.split(":")[0] ?? "";
    const schemas = join(programs, "kubeconform-schemas");
    this.#program = join(programs, "kubeconform");
    this.#locations = [
      `${schemas}/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json`,
      `${schemas}/core/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json`,
      `${folder}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json`,
    ];
    mkdirSync(folder, { recursive: true });
    for (const project of readdirSync(crds).filter((name) => projects.some((wanted) => name.startsWith(wanted)))) {
      for (const file of readdirSync(join(crds, project))) {
        writeSchemas(join(crds, project, file), folder);
      }
    }
  }

  /** @param kinds that have no schema and are left out. */
  async check(folder: string, { leaveOut }: { leaveOut: string[] }): Promise<Conformity> {
    const locations = this.#locations.flatMap((location) => ["-schema-location", location]);
    const skip = leaveOut.length > 0 ? ["-skip", leaveOut.join(",")] : [];
    const { stdout, output } = await run({
      argv: [this.#program, "-strict", "-summary", "-output", "json", ...locations, ...skip, folder],
    });
    if (!stdout.startsWith("{")) {
      throw new Error(`kubeconform: ${output}`);
    }
    const { resources, summary }: Report = JSON.parse(stdout);
    const problems = (resources ?? []).filter(({ status }) => status === "statusError" || status === "statusInvalid");
    return {
      valid: summary.valid,
      problems: problems.map(({ filename, kind, msg }) => `${filename}: ${kind}: ${msg}`),
    };
  }
}

interface Report {
  resources: { filename: string; kind: string; status: string; msg: string }[] | null;
  summary: { valid: number };
}

interface Crd {
  spec: { names: { kind: string }; versions: { name: string; schema: { openAPIV3Schema: Schema } }[] };
}

type Schema = { [key: string]: unknown };

function writeSchemas(file: string, folder: string): void {
  for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
    const { spec }: Crd = document.toJS();
    for (const { name, schema } of spec.versions) {
      const path = join(folder, `${spec.names.kind.toLowerCase()}_${name}.json`);
      writeFileSync(path, JSON.stringify(closed(schema.openAPIV3Schema)));
    }
  }
}

/** As an API server reads it: what `properties` does not name is not known, unless the schema keeps unknown fields. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) {
    return schema.map(closed);
  }
  if (typeof schema !== "object" || schema === null) {
    return schema;
  }
  const inner: Schema = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isOpen = "x-kubernetes-preserve-unknown-fields" in inner || "additionalProperties" in inner;
  return typeof inner.properties === "object" && !isOpen ? { ...inner, additionalProperties: false } : inner;
}

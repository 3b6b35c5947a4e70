/**
 * Rendered resources of AWS and Google Cloud as `terraform show -json` writes a plan: what scanners of Terraform read.
 * Pulumi's classic providers are made from Terraform's, so types and properties differ by their spelling only.
 */
import type { CloudExemption } from "../../components/kubernetes/scannerExemptions.ts";
import type { CloudResource } from "./cloudResource.ts";

export interface TerraformPlan {
  format_version: string;
  terraform_version: string;
  planned_values: { root_module: { resources: PlannedResource[] } };
  resource_changes: (PlannedResource & { change: { actions: ["create"]; before: null; after: Values } })[];
  configuration: { root_module: { resources: ConfiguredResource[] } };
}

interface PlannedResource extends Block {
  values: Values;
}

interface ConfiguredResource extends Block {
  /** By attribute: what its value is taken from. Checks of more than one resource follow these. */
  expressions: Record<string, { references: string[] }>;
}

interface Block {
  address: string;
  mode: "managed";
  type: string;
  name: string;
}

type Values = Record<string, unknown>;

/** The plan that makes these resources. */
export function terraformPlan(resources: CloudResource[]): TerraformPlan {
  const planned = resources.map((resource): PlannedResource => {
    const type = terraformType(resource.type);
    const name = blockName(resource.name);
    return { address: `${type}.${name}`, mode: "managed", type, name, values: block(resource.inputs) };
  });
  const identified = planned.flatMap((resource) => {
    const identity = resource.values[identities[resource.type] ?? ""];
    return typeof identity === "string" ? [{ identity, resource }] : [];
  });
  const referencesOf = (own: PlannedResource, value: unknown): string[] =>
    identified
      .filter(({ identity, resource }) => resource !== own && namesIt(value, identity))
      .flatMap(({ resource: { address } }) => [`${address}.id`, address]);
  return {
    format_version: "1.2",
    terraform_version: "1.9.0",
    planned_values: { root_module: { resources: planned } },
    resource_changes: planned.map((resource) => ({
      ...resource,
      change: { actions: ["create"], before: null, after: resource.values },
    })),
    configuration: {
      root_module: {
        resources: planned.map((resource) => {
          const { values, ...rest } = resource;
          const references = Object.entries(values)
            .map(([attribute, value]) => [attribute, { references: referencesOf(resource, value) }] as const)
            .filter(([, expression]) => expression.references.length > 0);
          return { ...rest, expressions: Object.fromEntries(references) };
        }),
      },
    },
  };
}

/** Terraform's sources of a plan, as far as checkov reads them beside it: the comments that skip checks. */
export function terraformSources({ planned_values }: TerraformPlan, exemptions: readonly CloudExemption[]): string {
  const blocks = planned_values.root_module.resources.map(({ type, name }) => {
    const own = exemptions.filter(({ on }) => terraformType(on) === type);
    const comments = own.map(({ checkov, reason }) => `  #checkov:skip=${checkov}:${reason}\n`);
    return `resource "${type}" "${name}" {\n${comments.join("")}}\n`;
  });
  return blocks.join("\n");
}

/** Terraform's name of a type: package, module and resource, but for the few that the providers spell otherwise. */
export function terraformType(token: string): string {
  const [, cloud = "", module = "", resource = ""] = /^([^:]+):([^/]+)\/[^:]+:(.+)$/.exec(token) ?? [];
  const prefix = cloud === "gcp" ? "google" : cloud;
  return otherTypes[token] ?? [prefix, module, snakeCase(resource)].join("_");
}

/** Source: docs of the google provider, "IAM policy for service account". */
const otherTypes: Record<string, string> = {
  "gcp:serviceaccount/account:Account": "google_service_account",
  "gcp:serviceaccount/iAMMember:IAMMember": "google_service_account_iam_member",
};

/** The attribute by which other resources name one of a type. */
const identities: Record<string, string> = {
  aws_s3_bucket: "bucket",
  aws_iam_role: "name",
  google_storage_bucket: "name",
  google_service_account: "account_id",
};

/** Lists of blocks have a singular name in Terraform. */
const singular: Record<string, string> = { rules: "rule", lifecycle_rules: "lifecycle_rule" };

/** Attributes that are maps, with keys of the user's. All other objects are blocks, which are lists in a plan. */
const maps = ["tags", "labels", "user_labels"];

/** A bucket's name, or an account's in its email address and in paths. */
function namesIt(value: unknown, identity: string): boolean {
  return typeof value === "string" && (value === identity || value.includes(`${identity}@`));
}

function block(inputs: Values): Values {
  const attributes = Object.entries(inputs).map(([key, value]) => {
    const name = snakeCase(key);
    return [singular[name] ?? name, maps.includes(name) ? value : attribute(value)];
  });
  return Object.fromEntries(attributes);
}

function attribute(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => (isObject(item) ? block(item) : item));
  }
  return isObject(value) ? [block(value)] : value;
}

function isObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `bucketIAMMember` is `bucket_iam_member`. */
function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .toLowerCase();
}

function blockName(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]/g, "_");
}

/**
 * A program that registers the failing cases of the policy pack's rules: of every rule, or of those that the config
 * names at `only`. `extra` are further resources.
 */
import { createRequire } from "node:module";
import { ComponentResource, Config, CustomResource, type CustomResourceOptions, type Resource } from "@pulumi/pulumi";
import { UNKNOWN } from "../../../../graph/inputs.ts";
import type { CaseResource } from "../../../policies/case.ts";
import { cases } from "../../../policies/cases.ts";
import { helmDoubleVersion } from "../cloudDouble/install.ts";

class AnyResource extends CustomResource {}

const require = createRequire(import.meta.url);
const masked = "[secret]";

/** What a case that holds a secret has it from: a config secret, as a user's program does. */
const config = new Config();
const secret = config.requireSecret("canary");
const only = config.getObject<string[]>("only");
const extra = config.getObject<CaseResource[]>("extra") ?? [];

/** Its id is known after deployment alone. */
const { id: later } = custom("aws:kms/key:Key", "policy-cases-later", { enableKeyRotation: true });

const wanted = cases.filter(({ rule }) => only === undefined || only.includes(rule));
for (const resources of [...wanted.flatMap(({ fails }) => fails), extra]) {
  const made = new Map<string, Resource>();
  for (const resource of parentsFirst(resources)) {
    made.set(resource.name, register(resource, resource.parent ? made.get(resource.parent) : undefined));
  }
}

function register(
  { type, name, inputs, protect, retainOnDelete }: CaseResource,
  parent: Resource | undefined,
): Resource {
  const options = { protect, retainOnDelete, parent };
  const isComponent = type.startsWith("mlops-platform:") || type === "kubernetes:helm.sh/v4:Chart";
  const given = alive(inputs) as object;
  return isComponent ? new ComponentResource(type, name, given, options) : custom(type, name, given, options);
}

/** As the SDK's class would register it. Its provider has the version of the SDK. */
function custom(type: string, name: string, inputs: object, options: CustomResourceOptions = {}): CustomResource {
  const [sdk, module = ""] = type.split(":");
  const version = module.startsWith("helm.sh/") ? helmDoubleVersion : require(`@pulumi/${sdk}/package.json`).version;
  return new AnyResource(type, name, { ...inputs }, { ...options, version });
}

/** Puts the stand-ins of a case back to what they stand for. */
function alive(value: unknown): unknown {
  if (typeof value === "string" && value.includes(masked)) {
    return secret.apply((text) => value.replaceAll(masked, text));
  }
  if (value === UNKNOWN) {
    return later;
  }
  if (Array.isArray(value)) {
    return value.map(alive);
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, alive(member)]))
    : value;
}

function parentsFirst(resources: CaseResource[]): CaseResource[] {
  const children = resources.filter(({ parent }) => parent !== undefined);
  return [...resources.filter(({ parent }) => parent === undefined), ...children];
}

/**
 * Rendered resources of clouds held to checkov, as a Terraform plan or an ARM template. docs/exemptions.md lists what is
 * accepted.
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type CloudExemption, cloudExemptions } from "../../components/kubernetes/scannerExemptions.ts";
import { armTemplate } from "../support/armTemplate.ts";
import { temporaryFolder } from "../support/cli.ts";
import { type CloudResource, cloudResources } from "../support/cloudResource.ts";
import { examples } from "../support/examples.ts";
import { terraformPlan, terraformSources } from "../support/terraformPlan.ts";
import { checkers } from "./support/checkers.ts";
import { checkov, type Finding, type Findings } from "./support/checkov.ts";
import { render } from "./support/render.ts";

const { checkov: program = "" } = await checkers();

interface Rendered {
  stack: string;
  cloud: string;
  resources: CloudResource[];
}

describe.skipIf(program === "")("checkov", () => {
  const stacks: Rendered[] = [];
  let findings: Findings;

  beforeAll(async () => {
    const folder = temporaryFolder();
    for (const stack of examples) {
      const out = join(folder, "rendered", stack);
      render(stack, out);
      const clouds = ["aws", "gcp", "azure-native"].filter((cloud) => existsSync(join(out, `cloud/${cloud}.json`)));
      stacks.push(...clouds.map((cloud) => ({ stack, cloud, resources: cloudResources(out, cloud) })));
    }
    const broken = breakages.map(({ name, cloud, breakIt }) => ({
      stack: name,
      cloud,
      resources: breakIt(stacks.find((each) => each.cloud === cloud)?.resources ?? []),
    }));
    const written = [
      ...stacks.map((each) => write(folder, each, cloudExemptions)),
      ...broken.map((each) => write(folder, each, [])),
    ];
    const [plans, templates] = await Promise.all([
      checkov(program, {
        framework: "terraform_plan",
        plans: written.filter((file) => file.endsWith("plan.json")),
        sources: join(folder, "sources"),
      }),
      checkov(program, { framework: "arm", folder: join(folder, "templates") }),
    ]);
    findings = {
      passed: [...plans.passed, ...templates.passed],
      failed: [...plans.failed, ...templates.failed],
      skipped: [...plans.skipped, ...templates.skipped],
    };
  });

  it.each([
    ["aws", 50],
    ["gcp", 8],
    ["azure", 5],
  ])("finds nothing in the stack %s, by more than %i checks", (stack, atLeast) => {
    expect(of(stack, findings.passed).length).toBeGreaterThan(atLeast);
    expect(of(stack, findings.failed)).toEqual([]);
  });

  it("sees every stack that has resources of a cloud", () => {
    expect(stacks.map(({ stack }) => stack)).toEqual(["aws", "gcp", "azure"]);
  });

  it("skips what docs/exemptions.md lists, for the reasons given, and nothing else", () => {
    const skipped = new Set(findings.skipped.map(({ check, reason }) => `${check}: ${reason}`));
    expect([...skipped].sort()).toEqual(cloudExemptions.map(({ checkov, reason }) => `${checkov}: ${reason}`).sort());
  });

  it.each(breakages)("finds the broken copy: $name", ({ name, check }) => {
    expect(of(name, findings.failed).map((finding) => finding.check)).toContain(check);
  });
});

/** Findings of one stack or copy: in its template, or on a plan's resources, which bear its name. */
function of(name: string, findings: Finding[]): Finding[] {
  return findings.filter(({ file, resource }) => file.startsWith(`${name}/`) || resource.includes(`.${name}_`));
}

/** Each breaks a copy of a cloud's resources in one way. */
const breakages: { cloud: string; name: string; check: string; breakIt(all: CloudResource[]): CloudResource[] }[] = [
  {
    cloud: "aws",
    name: "bucket-open-to-public-access",
    check: "CKV2_AWS_6",
    breakIt: (all) => all.filter(({ type }) => !type.endsWith(":BucketPublicAccessBlock")),
  },
  {
    cloud: "aws",
    name: "bucket-without-versions",
    check: "CKV_AWS_21",
    breakIt: changing(":BucketVersioning", { versioningConfiguration: { status: "Suspended" } }),
  },
  {
    cloud: "aws",
    name: "bucket-without-own-key",
    check: "CKV_AWS_145",
    breakIt: (all) => all.filter(({ type }) => !type.endsWith(":BucketServerSideEncryptionConfiguration")),
  },
  {
    cloud: "aws",
    name: "role-that-may-do-anything",
    check: "CKV_AWS_62",
    breakIt: changing(":RolePolicy", {
      policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }),
    }),
  },
  {
    cloud: "gcp",
    name: "bucket-with-access-lists",
    check: "CKV_GCP_29",
    breakIt: changing(":Bucket", { uniformBucketLevelAccess: false }),
  },
  {
    cloud: "gcp",
    name: "bucket-for-everyone",
    check: "CKV_GCP_28",
    breakIt: changing(":BucketIAMMember", { member: "allUsers" }),
  },
  {
    cloud: "azure-native",
    name: "account-without-tls",
    check: "CKV_AZURE_3",
    breakIt: changing(":StorageAccount", { enableHttpsTrafficOnly: false }),
  },
  {
    cloud: "azure-native",
    name: "account-with-old-tls",
    check: "CKV_AZURE_44",
    breakIt: changing(":StorageAccount", { minimumTlsVersion: "TLS1_0" }),
  },
  {
    cloud: "azure-native",
    name: "container-for-everyone",
    check: "CKV_AZURE_34",
    breakIt: changing(":BlobContainer", { publicAccess: "Blob" }),
  },
];

function changing(typeEnd: string, inputs: CloudResource["inputs"]) {
  return (all: CloudResource[]) =>
    all.map((each) => (each.type.endsWith(typeEnd) ? { ...each, inputs: { ...each.inputs, ...inputs } } : each));
}

/**
 * Writes what checkov reads, and what skips are read from; the file with the resources. Broken copies have no skips:
 * in sources of a plan, the skip of CKV2_AWS_62 is one of CKV2_AWS_6 too.
 */
function write(folder: string, { stack, cloud, resources }: Rendered, exemptions: readonly CloudExemption[]): string {
  if (cloud === "azure-native") {
    return writeIn(join(folder, "templates", stack), "template.json", armTemplate(resources, exemptions));
  }
  // Skips are found by address, whatever the plan.
  const named = resources.map((resource) => ({ ...resource, name: `${stack}/${resource.name}` }));
  const plan = terraformPlan(named);
  writeIn(join(folder, "sources", stack), "main.tf", terraformSources(plan, exemptions));
  return writeIn(join(folder, "plans", stack), "plan.json", plan);
}

function writeIn(folder: string, name: string, content: object | string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  return join(folder, name);
}

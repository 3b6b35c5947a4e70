/** Every IAM policy that is rendered, or can be, held to parliament and cloudsplaining. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { grantPolicy, policyDocument } from "../../components/objectStore/aws/policy.ts";
import { loginStatement } from "../../components/postgres/databaseLogin.ts";
import { temporaryFolder } from "../support/cli.ts";
import { cloudResources } from "../support/cloudResource.ts";
import { checkers } from "./support/checkers.ts";
import { cloudsplaining, parliament } from "./support/iamCheckers.ts";
import { render } from "./support/render.ts";

const programs = await checkers();

const bucketArn = "arn:aws:s3:::example";
const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** What the stack aws has none of. Policies of trust and of buckets have principals, which neither tool knows. */
const others = {
  "reads-prefix": grantPolicy({ bucketArn, prefix: "models", access: "read" }),
  "reads-bucket": grantPolicy({ bucketArn, prefix: "", access: "read", keyArn }),
  "writes-prefix": grantPolicy({ bucketArn, prefix: "models", access: "readWrite" }),
  "logs-in": policyDocument(
    loginStatement(
      { partition: "aws", region: "eu-central-1", accountId: "111122223333" },
      { resourceId: "db-ABCDEFGHIJKL01234", user: "mlops" },
    ),
  ),
};

const careless = (action: string, resource: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: [action], Resource: [resource] }],
});

describe("IAM policies", () => {
  let folder: string;
  /** Files of ours. */
  let ours: string[];

  beforeAll(() => {
    folder = temporaryFolder();
    render("aws", join(folder, "aws"));
    const rendered = cloudResources(join(folder, "aws"), "aws").flatMap(({ type, inputs }, index) =>
      type.endsWith(":RolePolicy") ? [written(`rendered-${index}`, String(inputs.policy))] : [],
    );
    expect(rendered.length).toBeGreaterThan(1);
    ours = [...rendered, ...Object.entries(others).map(([name, policy]) => written(name, JSON.stringify(policy)))];
  });

  describe.skipIf(programs.parliament === undefined)("parliament", () => {
    const { parliament: program = "" } = programs;

    it("finds nothing in ours", async () => {
      expect(await parliament(program, ours)).toEqual([]);
    });

    it.each([
      ["an action that does not exist", "s3:GetObjekt", `${bucketArn}/*`, "UNKNOWN_ACTION"],
      ["an action of objects on a bucket", "s3:GetObject", bucketArn, "RESOURCE_MISMATCH"],
      ["everything in place of a bucket", "s3:GetObject", "*", "RESOURCE_STAR"],
    ])("finds %s, among ours", async (_, action, resource, issue) => {
      const file = written(issue, JSON.stringify(careless(action, resource)));
      expect(await parliament(program, [...ours, file])).toEqual([`${issue} ${file}`]);
    });
  });

  describe.skipIf(programs.cloudsplaining === undefined)("cloudsplaining", () => {
    const { cloudsplaining: program = "" } = programs;

    it("finds nothing in ours", async () => {
      for (const file of ours) {
        expect(await cloudsplaining(program, file), file).toEqual([]);
      }
    });

    it.each([
      ["every action of a service", "s3:*", `${bucketArn}/*`, "ALL Actions from a service"],
      ["reading of every bucket", "s3:GetObject", "*", "Data Exfiltration"],
    ])("finds %s", async (_, action, resource, words) => {
      const file = written("careless", JSON.stringify(careless(action, resource)));
      expect((await cloudsplaining(program, file)).join()).toContain(words);
    });
  });

  function written(name: string, policy: string): string {
    const file = join(folder, "policies", `${name}.json`);
    mkdirSync(join(folder, "policies"), { recursive: true });
    writeFileSync(file, policy);
    return file;
  }
});

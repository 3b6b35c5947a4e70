import { describe, expect, it } from "vitest";
import { ConfigError } from "../../../lib/diagnostics/configError.ts";
import { resourceRule } from "../../../policies/engine/rule.ts";
import { exceptionFor, levelOf, parsePolicySettings } from "../../../policies/engine/settings.ts";

const rule = (name: string) =>
  resourceRule({
    name,
    severity: "low",
    what: "What.",
    why: "Why.",
    fix: "Fix.",
    references: [],
    on: () => true,
    check: () => [],
  });

const known = [rule("bucket-versioned"), rule("bucket-encrypted")];
const parse = (value: unknown) => parsePolicySettings(value, known);

const exception = { rule: "bucket-versioned", urn: "*::models", reason: "moved next week", until: "2026-12-01" };
const covered = (urn: string, pattern: string, today = "2026-11-21") =>
  exceptionFor(parse({ exceptions: [{ ...exception, urn: pattern }] }), "bucket-versioned", urn, today);

describe("the level of a rule", () => {
  it("is mandatory unless the stack says otherwise", () => {
    expect(levelOf(parse(undefined), "bucket-versioned")).toBe("mandatory");
  });

  it("is the rule's own level, or else that of all rules", () => {
    const settings = parse({ levels: { all: "advisory", "bucket-versioned": "disabled" } });
    expect(levelOf(settings, "bucket-versioned")).toBe("disabled");
    expect(levelOf(settings, "bucket-encrypted")).toBe("advisory");
  });

  it("is not read from inherited members of objects", () => {
    expect(levelOf(parse({}), "constructor")).toBe("mandatory");
  });
});

describe("an exception", () => {
  const urn = "urn:pulumi:aws::mlops-platform::aws:s3/bucket:Bucket::models";

  it("covers URNs that its pattern matches as a whole", () => {
    expect(covered(urn, "*::models").inForce).toBeDefined();
    expect(covered(urn, urn).inForce).toBeDefined();
    expect(covered(urn, "*aws:s3/bucket:Bucket*").inForce).toBeDefined();
    expect(covered(urn, "*::model").inForce).toBeUndefined();
    expect(covered(urn, "models").inForce).toBeUndefined();
  });

  it("matches every character but the asterisk literally", () => {
    expect(covered("a.b", "a.b").inForce).toBeDefined();
    expect(covered("axb", "a.b").inForce).toBeUndefined();
    expect(covered("a$b", "a$b").inForce).toBeDefined();
  });

  it("is for one rule", () => {
    expect(exceptionFor(parse({ exceptions: [exception] }), "bucket-encrypted", urn, "2026-11-21")).toEqual({});
  });

  it("is in force through its last day, and reported when it has ended", () => {
    expect(covered(urn, "*", "2026-12-01").inForce).toBeDefined();
    expect(covered(urn, "*", "2026-12-02")).toMatchObject({ ended: { reason: "moved next week" } });
  });

  it("takes a date without quotes in the stack's file, which the engine turns into a timestamp", () => {
    const [parsed] = parse({ exceptions: [{ ...exception, until: "2026-12-01 00:00:00 +0000 UTC" }] }).exceptions;
    expect(parsed?.until).toBe("2026-12-01");
    expect(() => parse({ exceptions: [{ ...exception, until: "2026-12-01 12:00:00 +0000 UTC" }] })).toThrow("until");
  });

  it("that is in force holds beside one that has ended", () => {
    const later = { ...exception, until: "2027-12-01" };
    const { inForce, ended } = exceptionFor(
      parse({ exceptions: [exception, later] }),
      exception.rule,
      urn,
      "2027-01-01",
    );
    expect(inForce?.until).toBe("2027-12-01");
    expect(ended).toBeUndefined();
  });
});

const until = "policies.exceptions[0].until";
const wrongly = (change: object) => ({ exceptions: [{ ...exception, ...change }] });

function problemsOf(value: unknown): string[] {
  try {
    parse(value);
    return [];
  } catch (error) {
    return (error as ConfigError).problems.map(({ path, expected }) => `${path}: ${expected}`);
  }
}

describe("invalid settings", () => {
  it("are refused with every unknown name and the nearest known one", () => {
    const wrong = () =>
      parse({
        levels: { "bucket-version": "advisory" },
        exceptions: [{ ...exception, rule: "bucket-encrypt" }],
      });
    expect(wrong).toThrow("expected  the name bucket-versioned");
    expect(wrong).toThrow("expected  the name bucket-encrypted");
    expect(wrong).toThrow("policies.exceptions[0].rule");
    const levels = "mlops-platform:policies.levels";
    expect(wrong).toThrow(
      `pulumi config rm --path '${levels}.bucket-version' && pulumi config set --path '${levels}.bucket-versioned' advisory`,
    );
    expect(wrong).toThrow(
      "fix       pulumi config set --path 'mlops-platform:policies.exceptions[0].rule' bucket-encrypted",
    );
  });

  it.each([
    ["a level for all in the key's own place", "advisory", "policies: an object with some of levels, exceptions"],
    ["a level in place of levels", { levels: "advisory" }, "policies.levels: an object"],
    ["one exception in place of a list", { exceptions: exception }, "policies.exceptions: a list"],
    ["an exception without a reason", wrongly({ reason: undefined }), "policies.exceptions[0].reason: a sentence"],
    [
      "an exception with a word for a reason",
      wrongly({ reason: "wontfix" }),
      "policies.exceptions[0].reason: a sentence of 10 characters or more",
    ],
    ["an exception without an end", wrongly({ until: undefined }), `${until}: a day such as 2027-03-31`],
    ["an exception that ends on a number", wrongly({ until: 20270331 }), `${until}: a day such as 2027-03-31`],
    ["an exception that ends on no day", wrongly({ until: "2027-02-30" }), `${until}: a day such as 2027-03-31`],
  ])("are refused in plain words: %s", (_case, value, expected) => {
    expect(problemsOf(value)).toContain(expected);
  });

  it("get no command for another rule where no name is near", () => {
    for (const name of ["a b", "x", "al-bucket"]) {
      const wrong = () => parse({ levels: { [name]: "disabled" } });
      expect(wrong).toThrow(ConfigError);
      expect(wrong).not.toThrow(/config set|expected {2}the name (?!of a rule)/);
    }
    expect(() => parse({ levels: { All: "disabled" } })).toThrow("expected  the name all");
  });

  it("are fixed by commands that can be run", () => {
    expect(() => parse("advisory")).toThrow("fix       pulumi config rm --path 'mlops-platform:policies'");
  });
});

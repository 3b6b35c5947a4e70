import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatNotice, type LoggedNotice, parseNotice } from "../../graph/loggedNotice.ts";
import { formatPath } from "../../lib/path.ts";
import { severities } from "../../releases/engine/notices.ts";

const notice: LoggedNotice = {
  product: "h2o-mlops",
  release: "0.69.0",
  id: "runtime-image-unknown",
  severity: "action",
  message: 'The image\'s tag does not name a version. (H2O MLOps migration guide, "MLOPs runtimes")',
};

describe("formatNotice", () => {
  it("begins with product, release, id and severity", () => {
    expect(formatNotice(notice)).toBe(
      `h2o-mlops 0.69.0 runtime-image-unknown (action): The image's tag does not name a version. (H2O MLOps migration guide, "MLOPs runtimes")`,
    );
  });

  it("names the deployment and the key", () => {
    const line = formatNotice({ ...notice, deployment: "churn", path: "env.WORKERS" });
    expect(line).toMatch(/^h2o-mlops 0\.69\.0 runtime-image-unknown \(action\) of "churn" at env\.WORKERS: /);
  });
});

describe("parseNotice", () => {
  it.each([
    ["a warning of another kind", "storage.persistence is set in values to something else than is wired here."],
    ["a blocker", "0.68.0 security-options at securityOptions: Security options have names."],
    ["a severity that is not known", "h2o-mlops 0.69.0 pbkdf2 (high): Add it."],
    ["an empty line", ""],
  ])("finds no notice in %s", (_case, line) => {
    expect(parseNotice(line)).toBeUndefined();
  });

  it("reads every line that formatNotice writes", () => {
    const segment = fc.oneof(fc.string({ unit: "binary" }), fc.nat(100));
    const notices = fc.record(
      {
        product: fc.constantFrom("h2o-mlops", "ht-scorer", "yatai"),
        release: fc.constantFrom("0.66.1", "1.10.0"),
        id: fc.stringMatching(/^[a-z][a-z0-9-]*$/),
        severity: fc.constantFrom(...severities),
        path: fc.array(segment, { minLength: 1, maxLength: 4 }).map(formatPath),
        deployment: fc.string({ unit: "binary" }),
        message: fc.string({ unit: "binary" }),
      },
      { requiredKeys: ["product", "release", "id", "severity", "message"] },
    );
    fc.assert(
      fc.property(notices, (given) => {
        expect(parseNotice(formatNotice(given))).toEqual(given);
      }),
    );
  });
});

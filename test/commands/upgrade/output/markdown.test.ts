import { describe, expect, it } from "vitest";
import { planMarkdown } from "../../../../commands/upgrade/output/markdown.ts";
import { code, prose } from "../../../../lib/markdown.ts";
import { exampleReport, manyDeployments } from "../../../support/exampleProduct.ts";

describe("the plan as Markdown", () => {
  const markdown = planMarkdown(exampleReport({ values: "origin: https://example.com\ntls: true\n" }));

  it("has a heading for the upgrade, each release and each kind of item", () => {
    expect(markdown.match(/^(# Example|##+ ).*$/gm)).toEqual([
      "# Example: 1.0.0 to 2.0.0",
      "## 1.1.0",
      "### Required stop",
      "### Changes",
      "### Before you deploy it",
      "### Blockers",
      "### After you deploy it",
      "### Notices",
      "## 2.0.0",
    ]);
  });

  it("begins with the verdict and a table with a link to each release", () => {
    expect(markdown).toContain("**Blocked**: 2 releases, 2 changes, 1 blocker, 2 gates, 1 notice.");
    expect(markdown).toContain("| [1.1.0](#110) | 2 | 1 | 2 | 1 |");
  });

  it("quotes the source of each item", () => {
    expect(markdown).toContain(`- **move** \`origin\` to \`cors.origin\`: The origin has moved.

  \`"https://example.com"\`

  > All \\<parameters> are removed.
  >
  > — Guide of \\*Example\\*, “Storage \\| new”
`);
  });

  it("shows a gate as a checkbox", () => {
    expect(markdown).toContain("- [ ] `backup`: Take a backup.\n\n  ```sh\n  kubectl get backup\n  ```\n");
    expect(planMarkdown(exampleReport({ answers: "acknowledge: [backup]" }))).toContain("- [x] `backup`");
  });

  it("lists five hundred deployments as one item", () => {
    const many = planMarkdown(exampleReport({ deployments: manyDeployments(500) }));
    expect(many).toContain("  In 500 deployments: d0, d1, d2, d3, d4 and 495 more.");
    expect(many.split("\n").length).toBeLessThan(120);
  });
});

describe("Markdown", () => {
  it.each([
    ["*a* and `b`", "\\*a\\* and \\`b\\`"],
    ["[x](y) <b> a|b", "\\[x\\](y) \\<b> a\\|b"],
    ["H2O_SCORER_WORKERS and _it_", "H2O_SCORER_WORKERS and \\_it\\_"],
    ["# no heading", "\\# no heading"],
    ["1. no list", "1\\. no list"],
    ["1.10.4 stays", "1.10.4 stays"],
    ["&lt; & co", "\\&lt; & co"],
    ["two\nlines", "two lines"],
  ])("shows %s as it is", (text, expected) => {
    expect(prose(text)).toBe(expected);
  });

  it("puts more backticks around code than are in it", () => {
    expect(code("a")).toBe("`a`");
    expect(code("a ``b`` c")).toBe("``` a ``b`` c ```");
  });
});

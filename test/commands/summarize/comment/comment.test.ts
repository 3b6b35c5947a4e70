import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { reviewComment } from "../../../../commands/summarize/comment/comment.ts";
import type { ChangeSet } from "../../../../graph/changes/change.ts";
import { formatNotice } from "../../../../graph/loggedNotice.ts";
import { outline, plainText } from "../../../support/githubMarkdown.ts";
import { bucket, changesIn, previewed, step } from "../../../support/previews.ts";

const here = import.meta.dirname;

/** Previews of real changes as the engine wrote them; test/e2e/reviewing.test.ts makes them afresh. */
const recorded = (name: string) => changesIn(readFileSync(join(here, "previews", `${name}.json`), "utf8"), name);

const reviewed = (set: Partial<ChangeSet>, steps: unknown[] = []) =>
  reviewComment([{ ...previewed(steps), stack: "dev", ...set }]);

describe("the comment on", () => {
  it.each([
    ["an upgrade of values", "upgrade"],
    ["a new platform", "newPlatform"],
    ["a rename that replaces a database", "renamed"],
  ])("%s is as recorded", async (_case, name) => {
    const comment = reviewComment([recorded(name)]);
    expect(outline(comment).isBalanced).toBe(true);
    await expect(comment).toMatchFileSnapshot(join(here, "golden", `${name}.md`));
  });

  it("several stacks has a table of them, and a section each", () => {
    const comment = reviewComment(["upgrade", "newPlatform", "renamed"].map(recorded));
    expect(comment).toMatch(/\| Stack \| Added/);
    expect(comment.match(/^### /gm)).toHaveLength(2);
    expect(outline(comment).isBalanced).toBe(true);
  });

  it("no change says so", () => {
    expect(reviewed({})).toBe("<!-- mlops-platform -->\n## What would change\n\n### `dev`: nothing changes\n");
  });

  it("a failed preview says that there may be more changes", () => {
    expect(reviewed({ failed: true })).toContain("**The preview failed**");
  });
});

describe("a section", () => {
  const deleted = step({ op: "delete", name: "models", type: bucket, before: {} });

  it("for destructive changes comes first", () => {
    const comment = reviewed({ messages: [{ severity: "error", urn: null, message: "In the way." }] }, [
      step({ before: { a: 1 }, after: { a: 2 } }),
      deleted,
    ]);
    const order = ["> [!CAUTION]", "**deleted** `Bucket models`", "Blocked by 1 error", "Graph", "In no component"];
    const places = order.map((text) => comment.indexOf(text));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places[0]).toBeGreaterThan(0);
    expect(comment).toContain("`--allow 'models'`");
  });

  it("has upgrade notices apart from other warnings, as data of a render or as log lines of a preview", () => {
    const notice = {
      product: "yatai",
      release: "1.1.0",
      id: "sessions",
      severity: "breaking",
      message: "Sign in.",
    } as const;
    const warning = (message: string) => ({ severity: "warning", urn: null, message }) as const;
    const comment = reviewed({
      messages: [
        { ...warning("Sign in."), notice },
        warning(formatNotice(notice)),
        warning("1.1.0 other: It is no notice."),
      ],
    });
    expect(comment).toContain("<summary>Upgrade notices (2)</summary>");
    expect(comment).toContain("<summary>Other warnings (1)</summary>\n\n- 1.1.0 other: It is no notice.");
  });

  it("reports stateful resources that lose protection", () => {
    const comment = reviewed({}, [step({ op: "same", type: bucket, before: {}, after: {}, old: { protect: true } })]);
    expect(comment).toContain("**1 stateful resource would lose protection.**");
    expect(comment).toContain("no longer `protect`.");
  });

  it("has policy findings, mandatory and severe ones first", () => {
    const finding = {
      urn: "urn:pulumi:dev::p::aws:s3/bucket:Bucket::models",
      message: "It is open.",
      fix: "Close it.",
    };
    const findings = [
      { ...finding, rule: "b", level: "advisory", severity: "critical" },
      { ...finding, rule: "a", level: "mandatory", severity: "low" },
      { ...finding, rule: "c", level: "mandatory", severity: "high" },
    ] as const;
    const comment = reviewed({ findings: [...findings] });
    expect(comment).toContain("**Policies: 3 findings, 2 mandatory**");
    expect(comment).toContain("- **mandatory, high** `c` `Bucket models`: It is open. Fix: Close it.");
    expect(comment.match(/(?<=\*\* `)\w(?=`)/g)).toEqual(["c", "a", "b"]);
  });

  it("has a finding of both a preview and a render once, with its fix", () => {
    const finding = { urn: "u", rule: "r", level: "mandatory", message: "It is open." } as const;
    const preview = { ...previewed([]), stack: "dev", findings: [finding] };
    const render = { ...preview, findings: [{ ...finding, severity: "high", fix: "Close it." } as const] };
    expect(reviewComment([preview, render])).toContain("**Policies: 1 finding, 1 mandatory**");
    expect(reviewComment([preview, render])).toContain("Fix: Close it.");
  });

  it("shows differences, and of long texts the part that differs", () => {
    const long = "x".repeat(500);
    const before = { spec: { a: `${long}before`, gone: { deep: [1] }, b: "[secret]" } };
    const after = { spec: { a: `${long}after`, b: "[secret]" } };
    const [diff] = outline(reviewed({}, [step({ before, after })])).fences.filter(
      ({ language }) => language === "diff",
    );
    expect(diff?.lines).toEqual([
      "@@ changed: Deployment shop @@",
      `- spec.a: …${"x".repeat(20)}before`,
      `+ spec.a: …${"x".repeat(20)}after`,
      "- spec.gone.deep[0]: 1",
    ]);
  });

  it("has a graph of the changed resources and their dependencies", () => {
    const first = step({ op: "create", name: "a", after: {} });
    const second = step({ op: "delete", name: "b", type: bucket, before: {}, old: { dependencies: [first.urn] } });
    const [graph] = outline(reviewed({}, [first, second])).fences.filter(({ language }) => language === "mermaid");
    expect(graph?.lines).toContain('  r0["Bucket b"]:::deleted');
    expect(graph?.lines).toContain("  r0 --> r1");
    expect(graph?.lines).toContain("  class r0 stateful");
  });
});

describe("foreign text", () => {
  const nasty = [
    "```\n</details>\n# Free",
    "`````",
    "--> <img src=x onerror=alert(1)>",
    "</details></summary>",
    "a | b | c",
    "@everyone @acme/platform",
    "closes #1, GH-2, acme/shop#3, https://github.com/acme/shop/issues/4",
    "[click](https://evil.example.com) ![i](x)",
    '"]; click r0 "https://evil.example.com"; %%{init: {}}%%',
    "\u202Egnp.exe\u0007\u001b[2J",
    "$(rm -rf .) 'quoted'",
    "",
    "   ",
    "\ud800",
  ];

  it.each(nasty)("stays in its place: %j", (text) => {
    const comment = reviewComment(
      [
        {
          ...previewed([
            step({
              op: "delete",
              name: text,
              type: bucket,
              before: { [text]: text },
              owner: [text, "mlops-platform:x:X"],
            }),
            step({ name: `${text}2`, before: { [text || "k"]: text }, after: { [text || "k"]: `${text}!` } }),
          ]),
          stack: text || "dev",
          messages: [
            { severity: "error", urn: null, message: text },
            { severity: "warning", urn: null, message: text },
          ],
          findings: [{ rule: text, level: "advisory", urn: text, message: text, fix: text }],
        },
        { ...previewed([]), stack: `${text}|` },
      ],
      text,
    );
    const { fences, outside, isBalanced } = outline(comment);
    expect(isBalanced).toBe(true);
    expect(fences.map(({ language }) => language).sort()).toEqual(["diff", "diff", "mermaid", "text"]);
    expect(plainText(comment)).not.toMatch(/<img|\]\(/);
    expect(plainText(comment)).not.toMatch(/@\w|#\d|GH-\d|https?:/);
    expect(comment).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
    expect(outside.filter((line) => line.startsWith("|")).every((line) => line.split(/(?<!\\)\|/).length === 10)).toBe(
      true,
    );
  });

  it("cannot break out of a label of the graph", () => {
    const name = 'x"]; click r0 "https://evil.example.com" `md` <b> #35; end';
    const { fences } = outline(reviewed({}, [step({ op: "create", name, after: {} })]));
    const line = fences.find(({ language }) => language === "mermaid")?.lines[1] ?? "";
    expect(line).toMatch(/^ {2}r0\["[\p{L}\p{N} ._/#;-]*…?"\]:::added$/u);
  });
});

import { describe, expect, it } from "vitest";
import { planText } from "../../../../commands/upgrade/output/text.ts";
import { exampleReport, manyDeployments } from "../../../support/exampleProduct.ts";

const values = "origin: https://example.com\nstorage: {size: 1}\ntls: true\n";

describe("the plan as text", () => {
  const text = planText(exampleReport({ values }));

  it("lists changes, before gates, blockers, after gates and notices of each release", () => {
    const headings = text.split("\n").filter((line) => /^(── \d|[A-Z])/.test(line));
    expect(headings.map((line) => line.replaceAll("─", "").trim())).toEqual([
      "Example, 1.0.0 to 2.0.0",
      "1.1.0",
      "Required stop",
      "Changes",
      "Before you deploy it",
      "Blockers",
      "After you deploy it",
      "Notices",
      "2.0.0",
      "Blocked: 2 releases, 3 changes, 1 blocker, 2 gates, 1 notice.",
      "Add these to the answers file, and run it again with --answers FILE:",
      "Confirm each gate in the answers file once it is true:",
    ]);
  });

  it("shows a change with its values, its reason and its source", () => {
    expect(text).toContain(`  - move origin → cors.origin
    "https://example.com"
    The origin has moved.
    Guide of *Example*, "Storage | new"
`);
    expect(text).toContain('  - remove storage\n    was {"size":"[secret]"}\n');
    expect(text).toContain("  - set limit\n    5\n");
  });

  it("shows a gate with the command that checks it", () => {
    expect(text).toContain("  - [ ] backup: Take a backup.\n    $ kubectl get backup\n");
    expect(planText(exampleReport({ answers: "acknowledge: [backup]" }))).toContain("  - [x] backup: Take a backup.");
  });

  it("does not wrap a command, so that it can be copied", () => {
    const narrow = planText(exampleReport({}), { width: 20, paint: (_style, it) => it });
    expect(narrow).toContain("\n    $ kubectl get backup\n");
  });

  it("shows a question with its key, and ends with the lines for the answers file", () => {
    expect(text).toContain("  - Say who encrypts.\n    at tls\n    Answer it with mode in the answers file.\n");
    expect(text).toContain("    # Who encrypts.\n    mode: <mesh | none>\n");
    expect(text).toMatch(/acknowledge: \[backup, cleanup\]\n$/);
  });

  it("lists five hundred deployments as one item", () => {
    const many = planText(exampleReport({ deployments: manyDeployments(500) }));
    expect(many).toContain("  - Scale it up.\n    in 500 deployments: d0, d1, d2, d3, d4 and 495 more\n");
    expect(many).toContain('  - translate runtime\n    "old" → "new"\n');
    expect(many.split("\n").length).toBeLessThan(60);
  });

  it("says that there is nothing to do between a release and itself", () => {
    expect(planText(exampleReport({ from: "2.0", to: "2.0" }))).toBe("Example, 2.0.0 to 2.0.0: nothing to do.\n");
  });

  it("wraps lines, and has no colours unless a terminal paints them", () => {
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(text).not.toContain("\u001b");
    const painted = planText(exampleReport({ values }), { width: 80, paint: (style, it) => `<${style}>${it}` });
    expect(painted).toContain("<red>Blocked");
    expect(Math.max(...painted.split("\n").map((line) => line.replace(/<\w+>/g, "").length))).toBeLessThanOrEqual(80);
  });

  it("replaces control characters in names", () => {
    const deployments = 'deployments:\n- {name: "a\\e[31mb", replicas: 0}\n';
    expect(planText(exampleReport({ deployments }))).not.toContain("\u001b");
  });
});

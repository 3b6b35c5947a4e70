import { describe, expect, it } from "vitest";
import type { Release } from "../../../releases/engine/release.ts";
import { releaseIndex, releasePage } from "../../../scripts/docs/releasePages.ts";
import { exampleProduct } from "../../support/exampleProduct.ts";

describe("the page of a release", () => {
  const page = releasePage(exampleProduct, exampleProduct.releases[1] as Release);

  it("has a section for each kind of thing that is known", () => {
    expect(page.match(/^#+ .*$/gm)).toEqual([
      "# Example 1.1.0",
      "## Required stop",
      "## Values",
      "## Deployments",
      "## Before it is deployed",
      "## Blockers and questions",
      "## After it is deployed",
      "## Notices",
    ]);
  });

  it("says of an edit what, where and why, and quotes the source", () => {
    expect(page).toContain(`- **move** \`origin\` to \`cors.origin\`: The origin has moved.

  > All \\<parameters> are removed.
  >
  > — Guide of \\*Example\\*, “Storage \\| new”
`);
  });

  it("says how a gate is checked, and a question answered", () => {
    expect(page).toContain("- `backup`: Take a backup.\n\n  ```sh\n  kubectl get backup\n  ```\n");
    expect(page).toContain("- `tls`: Say who encrypts. Answer: `mode`.");
  });

  it("has no section for what there is none of", () => {
    expect(releasePage(exampleProduct, exampleProduct.releases[0] as Release).match(/^## /gm)).toBeNull();
  });
});

describe("the index of releases", () => {
  it("leads to each page, and lists the answers", () => {
    const index = releaseIndex([exampleProduct]);
    expect(index).toContain("| [1.1.0](example/1.1.0.md) | From 1.0 to 1.1 | 4 | 2 | 2 | 1 |");
    expect(index).toContain("| `mode` | Who encrypts. |");
  });
});

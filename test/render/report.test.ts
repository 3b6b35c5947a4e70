import { describe, expect, it } from "vitest";
import type { Message } from "../../render/messages.ts";
import { report } from "../../render/report.ts";

const urn = "urn:pulumi:dev::mlops-platform::mlops-platform:mlops:MlopsRelease::mlops";

function page(...messages: Message[]): string {
  return report({ stack: "dev", resources: [], messages });
}

describe("the report of a render", () => {
  it("has notices and warnings under their resource, each with its source", () => {
    const message = '0.68.0 vpa: It is optional. (H2O MLOps migration guide, "Key changes")';
    expect(page({ severity: "warning", urn, message })).toContain(
      "<h2>Upgrade notices and warnings</h2>\n<h3>mlops <small>MlopsRelease</small></h3>\n<ul>\n<li>0.68.0 vpa: It is optional. (H2O MLOps migration guide, &quot;Key changes&quot;)</li>",
    );
  });

  it("tells errors from the rest, and keeps their lines", () => {
    expect(page({ severity: "error", urn: null, message: "blocked\n  by <tls>" })).toContain(
      "<h3>Of the stack</h3>\n<ul>\n<li><strong>Error.</strong> blocked<br>  by &lt;tls&gt;</li>",
    );
  });

  it("has no such section where nothing was said", () => {
    expect(page()).not.toContain("Upgrade notices");
  });
});

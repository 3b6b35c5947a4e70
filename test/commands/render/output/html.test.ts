import { describe, expect, it } from "vitest";
import { report } from "../../../../commands/render/output/html.ts";
import type { Message } from "../../../../graph/message.ts";

const urn = "urn:pulumi:dev::mlops-platform::mlops-platform:mlops:MlopsRelease::mlops";

function page(...messages: Message[]): string {
  return report({ stack: "dev", resources: [], findings: { policies: [], messages } });
}

describe("the report of a render", () => {
  it("has notices and warnings under their resource, each with its source", () => {
    const message = '0.68.0 vpa: It is optional. (H2O MLOps migration guide, "Key changes")';
    expect(page({ severity: "warning", urn, message })).toContain(
      "<h2>Upgrade notices and warnings</h2>\n<h3>mlops <small>MlopsRelease</small></h3>\n<ul>\n<li>0.68.0 vpa: It is optional. (H2O MLOps migration guide, &quot;Key changes&quot;)</li>",
    );
  });

  it("marks errors, and keeps their lines", () => {
    expect(page({ severity: "error", urn: null, message: "blocked\n  by <tls>" })).toContain(
      "<h3>Stack</h3>\n<ul>\n<li><strong>Error.</strong> blocked<br>  by &lt;tls&gt;</li>",
    );
  });

  it("has violated policies, mandatory ones first", () => {
    const finding = { rule: "a", severity: "high", urn, message: "<open>", fix: "Close it." } as const;
    const html = report({
      stack: "dev",
      resources: [],
      findings: {
        policies: [
          { ...finding, level: "advisory" },
          { ...finding, rule: "b", level: "mandatory" },
        ],
        messages: [],
      },
    });
    expect(html).toContain("<h2>Policies</h2>");
    expect(html).toContain("<td>&lt;open&gt;<br>Close it.</td>");
    expect(html.indexOf("<code>b</code>")).toBeLessThan(html.indexOf("<code>a</code>"));
  });

  it("shows names as they are, with colons and what could be markup", () => {
    const name = "a::<b>";
    const type = "mlops-platform:mlops:MlopsRelease";
    const own = `urn:pulumi:dev::mlops-platform::${type}::${name}`;
    const options = { parent: null, protect: false, retainOnDelete: false, dependsOn: [] };
    const resource = { urn: own, type, name, ...options, inputs: {} };
    const messages: Message[] = [{ severity: "info", urn: own, message: "told" }];
    const html = report({ stack: "dev", resources: [resource], findings: { policies: [], messages } });
    expect(html).toContain("<h3>a::&lt;b&gt; <small>MlopsRelease</small></h3>");
    expect(html).toContain('<text x="10" y="18">a::&lt;b&gt;</text>');
    expect(html).not.toContain("<b>");
  });

  it("has no section of messages where there are none", () => {
    expect(page()).not.toMatch(/Upgrade notices|Policies/);
  });
});

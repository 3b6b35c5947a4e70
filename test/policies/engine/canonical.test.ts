import { describe, expect, it } from "vitest";
import { canonical } from "../../../policies/engine/canonical.ts";
import { stackOf } from "../case.ts";

describe("canonical inputs", () => {
  it("have no null members and items", () => {
    const inputs = { spec: { replicas: 0, selector: null, ports: [null, 80, { name: null }] }, ready: false, text: "" };
    const [resource] = stackOf([{ type: "kubernetes:core/v1:Service", name: "app", inputs }]);
    expect(resource && canonical(resource).inputs).toEqual({
      spec: { replicas: 0, ports: [80, {}] },
      ready: false,
      text: "",
    });
  });
});

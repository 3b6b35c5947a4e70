import { describe, expect, it } from "vitest";
import { InputError } from "../../../lib/diagnostics/inputError.ts";
import type { Json } from "../../../lib/json.ts";
import { upgrade } from "../../../releases/engine/upgrade.ts";
import { htScorer } from "../../../releases/ht-scorer/product.ts";

function upgraded(given: { values?: Json; deployments?: Json[] }) {
  const { values, deployments } = given;
  const request = {
    from: "1.7",
    to: "2.0",
    ...(values && { values }),
    ...(deployments && { deployments: { deployments } }),
  };
  const { plan, steps } = upgrade(htScorer, request);
  const [release] = plan.releases;
  const notices = release?.notices.map(({ id, deployment, path }) =>
    [id, deployment ?? path].filter(Boolean).join(": "),
  );
  return { values: steps[0]?.values, deployments: steps[0]?.deployments?.deployments, notices, release };
}

const hydrogenTorch = { name: "text", runtime: "python-scorer_hydrogen_torch_310" };

describe("the HT scorer runtime from 1.7.x to 2.0.x", () => {
  it.each<[string, Json, Json]>([
    [
      "a map",
      { env: { H2O_SCORER_AUTHORIZATION_HEADER: "Authorization", OTHER: "1" } },
      { env: { H2O_SCORER_FORWARD_HEADERS: "Authorization", OTHER: "1" } },
    ],
    [
      "a list",
      { scorer: { extraEnv: [{ name: "H2O_SCORER_AUTHORIZATION_HEADER", value: "Authorization" }] } },
      { scorer: { extraEnv: [{ name: "H2O_SCORER_FORWARD_HEADERS", value: "Authorization" }] } },
    ],
  ])("renames the header's variable in %s", (_, values, expected) => {
    expect(upgraded({ values }).values).toEqual(expected);
  });

  it("renames it in each deployment", () => {
    const deployment = { ...hydrogenTorch, env: { H2O_SCORER_AUTHORIZATION_HEADER: "Authorization" } };
    const { deployments } = upgraded({ deployments: [deployment] });
    expect(deployments).toEqual([{ ...hydrogenTorch, env: { H2O_SCORER_FORWARD_HEADERS: "Authorization" } }]);
  });

  it("leaves the new variable, and a key of that name elsewhere", () => {
    const values = { env: { H2O_SCORER_FORWARD_HEADERS: "A,B" }, H2O_SCORER_AUTHORIZATION_HEADER: "note" };
    expect(upgraded({ values }).values).toEqual(values);
  });

  it("asks which one holds where both are set", () => {
    const values = { env: { H2O_SCORER_AUTHORIZATION_HEADER: "A", H2O_SCORER_FORWARD_HEADERS: "B" } };
    const { release, ...after } = upgraded({ values });
    expect(after.values).toEqual(values);
    expect(release?.blockers.map(({ id }) => id)).toEqual(["conflict"]);
  });

  it.each(["x-request-id", "Authorization, Traceparent"])("says that %s does not reach the model", (headers) => {
    const { notices } = upgraded({
      values: { env: { H2O_SCORER_AUTHORIZATION_HEADER: headers } },
      deployments: [{ ...hydrogenTorch, env: { H2O_SCORER_FORWARD_HEADERS: headers } }],
    });
    expect(notices).toContain("tracing-headers: env.H2O_SCORER_AUTHORIZATION_HEADER");
    expect(notices).toContain("tracing-headers: text");
  });

  it("says nothing of tracing for other headers", () => {
    const { notices } = upgraded({ values: { env: { H2O_SCORER_AUTHORIZATION_HEADER: "Authorization" } } });
    expect(notices?.filter((notice) => notice.startsWith("tracing-headers"))).toEqual([]);
  });

  it("names each deployment with a Hydrogen Torch model, and no other", () => {
    const { notices } = upgraded({
      deployments: [hydrogenTorch, { name: "image", model: { framework: "Hydrogen Torch" } }, { name: "churn" }],
    });
    expect(notices).toEqual(expect.arrayContaining(["responses: text", "responses: image", "batching: text"]));
    expect(notices?.join()).not.toContain("churn");
  });

  it("speaks in general without an inventory", () => {
    expect(upgraded({}).notices).toEqual([
      "responses",
      "many-rows",
      "one-row",
      "every-model",
      "batching",
      "row-count",
      "header-access",
      "header-server",
    ]);
  });

  it("has nothing to say of an empty inventory, and never a blocker or gate", () => {
    const { notices, release } = upgraded({ deployments: [] });
    expect(notices).toEqual([]);
    expect([release?.blockers, release?.gates]).toEqual([[], []]);
  });

  it.each<Json>([{ runtime: "2.0" }, { acknowledge: ["responses"] }])("refuses the answers %j", (answers) => {
    expect(() => upgrade(htScorer, { from: "1.7", to: "2.0", answers })).toThrow(InputError);
  });
});

import { describe, expect, it } from "vitest";
import { plainPath, type RouteProblem, routeProblems } from "../../../config/gateway/routes.ts";

type NamedRoute = Parameters<typeof routeProblems>[1][number];

const host = "scoring.example.com";
const churn: NamedRoute = { name: "churn", host, path: "/churn" };

const claiming = (header: string) => ({ kind: "jwt", claimHeaders: { [header]: "sub" } });
const problems = (...routes: NamedRoute[]) => routeProblems("mlops", routes);

describe("routes of one gateway", () => {
  it.each<[string, NamedRoute[]]>([
    ["one host with several paths", [churn, { name: "other", host, path: "/other" }]],
    ["one path of several hosts", [churn, { ...churn, name: "other", host: "other.example.com" }]],
    ["a path below another's", [churn, { name: "below", host, path: "/churn/below" }]],
    ["a name that begins like the Gateway's", [{ ...churn, name: "mlops-api" }]],
    ["a name that ends like the policies of one that tries nothing again", [churn, { name: "churn-reads", host }]],
  ])("take %s", (_case, routes) => {
    expect(problems(...routes)).toEqual([]);
  });

  it.each<[string, string | undefined, string | undefined]>([
    ["the same path", "/churn", "/churn"],
    ["a slash at the end of one", "/churn", "/churn/"],
    ["no path for one", "/", undefined],
  ])("refuse two routes with one host and path, %s", (_case, first, second) => {
    expect(problems({ ...churn, path: first }, { name: "other", host, path: second })).toEqual([
      {
        index: 1,
        key: "path",
        message: "a host and path of its own: the route churn has these",
        found: `${host}${plainPath(first)}`,
      },
    ]);
  });

  it("refuse two routes with one name", () => {
    expect(problems(churn, { ...churn, path: "/other" })).toMatchObject([{ index: 1, found: "churn" }]);
  });

  it.each(["mlops", "mlops-https-redirect", "mlops-preflight", "mlops-scoring"])(
    "refuse the Gateway's own %s",
    (name) => {
      expect(problems({ ...churn, name })).toEqual([
        {
          index: 0,
          message: "another name for the route: its objects would have the names of the Gateway's own objects",
          found: name,
        },
      ]);
    },
  );

  it("refuse the name that another route's policies for reads have", () => {
    const reading = { ...churn, retries: { posts: false } };
    const message = "another name for the route: its objects would have the names of policies of the route churn";
    expect(problems(reading, { name: "churn-reads", host })).toEqual([{ index: 1, message, found: "churn-reads" }]);
  });

  it("refuse a header for the model that carries a claim on another route, since the Gateway removes it on all", () => {
    const signed = { ...churn, authentication: claiming("X-User") };
    const open: NamedRoute = { name: "open", host, forwardHeaders: "Authorization, x-user" };
    const problem: RouteProblem = {
      index: 1,
      key: "forwardHeaders",
      message: "no x-user, which clients may not send: it carries a claim on the route churn",
      found: "Authorization, x-user",
    };
    expect(problems(signed, open)).toEqual([problem]);
    expect(problems(signed, { ...open, authentication: claiming("x-user") })).toEqual([]);
    expect(problems(signed, { ...open, requestHeaders: { set: { "X-USER": "robot" } } })).toEqual([]);
  });
});

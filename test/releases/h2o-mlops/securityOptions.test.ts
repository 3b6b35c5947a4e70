import { describe, expect, it } from "vitest";
import { carried } from "./carried.ts";

const plaintext = "PASSPHRASE_HASH_TYPE_PLAINTEXT";
const oidc = "AUTHORIZATION_PROTOCOL_OIDC";
const bcrypt = "PASSPHRASE_HASH_TYPE_BCRYPT";

function named(securityOptions: (number | string)[] | Record<string, string | string[]>, answers = {}) {
  const { values, plan } = carried({ from: "0.67", to: "0.68", values: { securityOptions }, answers });
  return { options: values?.securityOptions, blockers: plan.releases[0]?.blockers ?? [] };
}

describe("numbers of security options", () => {
  it("become the names that the user gave them, with plain text as the default", () => {
    const { options, blockers } = named([1, 2, 3], { securityOptions: { 1: plaintext, 2: bcrypt, 3: oidc } });
    expect(options).toEqual({ activated: [plaintext, bcrypt, oidc], default: plaintext });
    expect(blockers).toEqual([]);
  });

  it("are asked for, never guessed", () => {
    const { options, blockers } = named([1, 3], { securityOptions: { 1: plaintext } });
    expect(options).toEqual([1, 3]);
    expect(blockers).toMatchObject([{ id: "security-options", answer: "securityOptions", path: "securityOptions" }]);
    expect(blockers[0]?.message).toContain("Name 3:");
  });

  it("need a default where plain text is not activated", () => {
    const { options, blockers } = named([3], { securityOptions: { 3: oidc } });
    expect(options).toEqual([3]);
    expect(blockers).toMatchObject([{ id: "security-default", answer: "securityDefault" }]);
  });

  it("take the default that was answered", () => {
    const answers = { securityOptions: { 1: plaintext, 3: oidc }, securityDefault: oidc };
    expect(named([1, 3], answers).options).toEqual({ activated: [plaintext, oidc], default: oidc });
  });

  it("refuse a default that is not activated", () => {
    const { blockers } = named([1], { securityOptions: { 1: plaintext }, securityDefault: oidc });
    expect(blockers).toMatchObject([{ id: "security-default" }]);
  });

  it("can't be none at all", () => {
    expect(named([]).blockers).toMatchObject([{ id: "security-options-empty" }]);
  });

  it("that stand for one name give it once", () => {
    const { options } = named([1, 2], { securityOptions: { 1: plaintext, 2: plaintext } });
    expect(options).toEqual({ activated: [plaintext], default: plaintext });
  });
});

describe("security options that have names already", () => {
  it("stay as they are", () => {
    const options = { activated: [oidc, plaintext], default: plaintext };
    expect(named(options)).toEqual({ options, blockers: [] });
  });

  it("get the default they lack", () => {
    expect(named({ activated: [plaintext] }).options).toEqual({ activated: [plaintext], default: plaintext });
  });

  it("are refused with a default that is not activated: the values must be fixed", () => {
    const { blockers } = named({ activated: [oidc], default: plaintext });
    expect(blockers).toMatchObject([{ id: "security-default" }]);
    expect(blockers[0]).not.toHaveProperty("answer");
  });

  it("are refused when none is activated", () => {
    expect(named({ activated: [] }).blockers).toMatchObject([{ id: "security-options-empty" }]);
  });
});

describe("PBKDF2 at 0.69", () => {
  it.each([
    [[bcrypt], true],
    [["PASSPHRASE_HASH_TYPE_PBKDF2", bcrypt], false],
  ])("with %j activated, the notice is there: %s", (activated, isThere) => {
    const values = { securityOptions: { activated, default: bcrypt } };
    const { notices, values: after } = carried({ from: "0.68", to: "0.69", values });
    expect(notices.includes("pbkdf2: securityOptions.activated")).toBe(isThere);
    expect(after).toEqual(values);
  });
});

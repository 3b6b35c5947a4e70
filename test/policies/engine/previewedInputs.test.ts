import { unknownCheckingProxy } from "@pulumi/policy";
import { describe, expect, it } from "vitest";
import { UNKNOWN } from "../../../graph/inputs.ts";
import { previewedInputs } from "../../../policies/engine/previewedInputs.ts";

const secrets = new Set(["correct-horse", "correct-horse-battery", "9000"]);

/** A text that is not known yet, as the engine sends it. Source: @pulumi/policy, proxy.js. */
const sentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("inputs of a preview", () => {
  it("are plain values", () => {
    const inputs = { replicas: 2, ready: true, labels: { app: "mlflow" }, ports: [80, null] };
    expect(previewedInputs(inputs, secrets)).toEqual(inputs);
  });

  it("have UNKNOWN for every value that only a provider knows", () => {
    const inputs = unknownCheckingProxy({ spec: { known: 1, id: sentinel }, list: ["known", sentinel] });
    expect(previewedInputs(inputs, secrets)).toEqual({
      spec: { known: 1, id: UNKNOWN },
      list: ["known", UNKNOWN],
    });
  });

  it("mask config secrets, whole or within a text", () => {
    expect(
      previewedInputs({ password: "correct-horse", args: ["--url=postgres://user:correct-horse@host"] }, secrets),
    ).toEqual({ password: "[secret]", args: ["--url=postgres://user:[secret]@host"] });
  });

  it("mask the longest secret where one begins with another", () => {
    expect(previewedInputs({ url: "x=correct-horse-battery" }, secrets)).toEqual({ url: "x=[secret]" });
  });

  it("keep texts that contain a short secret by chance", () => {
    expect(previewedInputs({ whole: "9000", part: "http://host:9000" }, secrets)).toEqual({
      whole: "[secret]",
      part: "http://host:9000",
    });
  });

  it("throw any other error", () => {
    const broken = Object.defineProperty({}, "id", {
      enumerable: true,
      get: () => {
        throw new Error("broken");
      },
    });
    expect(() => previewedInputs(broken, secrets)).toThrow("broken");
  });
});

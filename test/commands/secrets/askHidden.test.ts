import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { askHidden } from "../../../commands/secrets/askHidden.ts";

describe("asking for a secret at a terminal", () => {
  it("shows the question, and nothing of the answer", async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    const answer = askHidden("password: ", input, output);
    input.write("a canary\n");
    expect(await answer).toBe("a canary");
    output.end();
    expect(await text(output)).toBe("password: \n");
  });

  it("takes one answer after the other", async () => {
    const input = new PassThrough();
    const output = new PassThrough().resume();
    const first = askHidden("one: ", input, output);
    input.write("1\n");
    expect(await first).toBe("1");
    const second = askHidden("two: ", input, output);
    input.write("2\n");
    expect(await second).toBe("2");
  });

  it.each([
    ["Ctrl-C", "half\u0003"],
    ["Ctrl-D", "\u0004"],
  ])("ends with %s", async (_key, typed) => {
    const input = new PassThrough();
    const answer = askHidden("password: ", input, new PassThrough().resume());
    input.write(typed);
    await expect(answer).rejects.toThrow("No secret was stored");
  });
});

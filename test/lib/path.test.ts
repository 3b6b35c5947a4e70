import { describe, expect, it } from "vitest";
import { formatPath } from "../../lib/path.ts";

describe("a path is written", () => {
  it.each<[(string | number)[], string]>([
    [[], ""],
    [["storage", "env", 2, "value"], "storage.env[2].value"],
    [["annotations", "eks.amazonaws.com/role-arn"], 'annotations["eks.amazonaws.com/role-arn"]'],
    [["a-b_c"], "a-b_c"],
    [["", 'with "quotes"'], '[""]["with \\"quotes\\""]'],
  ])("%j as %s", (path, text) => {
    expect(formatPath(path)).toBe(text);
  });
});

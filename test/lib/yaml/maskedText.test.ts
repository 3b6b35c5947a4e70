import { describe, expect, it } from "vitest";
import { maskedText } from "../../../lib/yaml/maskedText.ts";

/** Shows the value of `open` alone, at whatever depth. */
const masked = (text: string) => maskedText(text, (path) => path.at(-1) === "open");

describe("a masked YAML text", () => {
  it.each([
    ["a plain text", "a: canary\n", "a: [secret]\n"],
    ["quoted texts", "a: 'canary'\nb: \"canary\"\n", "a: [secret]\nb: [secret]\n"],
    ["a number", "pin: 1234\n", "pin: [secret]\n"],
    ["a block scalar", "a: |\n  canary\n  # canary\nb: true\n", "a: [secret]\nb: true\n"],
    ["a folded one with a comment", "a: >- # canary\n  canary\n", "a: [secret]\n"],
    ["a text over lines", "a: canary\n  canary\nb:\n", "a: [secret]\nb:\n"],
    ["comments", "# canary\na: 1 # canary\n", "# …\na: [secret] # …\n"],
    ["flow maps and lists", "a: {b: canary, c: [canary, true]}\n", "a: {b: [secret], c: [[secret], true]}\n"],
    ["list items", "- canary\n- a: canary\n", "- [secret]\n- a: [secret]\n"],
    ["anchors and tags", "a: &x !t canary\nb: *x\n", "a: &x !t [secret]\nb: *x\n"],
    ["keys that are no names", "? [canary]\n: canary\n", "? [[secret]]\n: [secret]\n"],
    ["dates", "a: 2024-01-01\n", "a: [secret]\n"],
    ["a root that is a text", "canary\n", "[secret]\n"],
  ])("hides %s", (_case, text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  it("shows visible values and structure", () => {
    const text = "open: 1\nx: {open: a}\nyes: true\nno: ~\nempty:\nlist: []\n";
    expect(masked(text)).toBe(text);
  });

  it.each([
    ["a byte order mark", "\uFEFFa: canary # canary\nopen: x\n", "\uFEFFa: [secret] # …\nopen: x\n"],
    ["carriage returns", "a: |\r\n  canary\r\nb: canary # canary\r\n", "a: [secret]\r\nb: [secret] # …\r\n"],
    ["document marks", "%YAML 1.1\n---\na: canary\n...\n", "%YAML 1.1\n---\na: [secret]\n...\n"],
  ])("keeps %s", (_case, text, expected) => {
    expect(masked(text)).toBe(expected);
  });
});

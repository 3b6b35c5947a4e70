import { describe, expect, it } from "vitest";
import { orderedMessages } from "../../../commands/render/messages.ts";
import { secretPlaceholder } from "../../../config/stackFiles.ts";
import { isBlocked, type Message } from "../../../graph/message.ts";

function warning(urn: string | null, message: string): Message {
  return { severity: "warning", urn, message };
}

describe("messages of a render", () => {
  it("are in the order of their resources, and for each as they were logged", () => {
    const logged = [warning("urn:b", "2"), warning(null, "of none"), warning("urn:a", "9"), warning("urn:b", "1")];
    expect(orderedMessages(logged).map(({ message }) => message)).toEqual(["of none", "9", "2", "1"]);
  });

  it("show no secret", () => {
    const [shown] = orderedMessages([warning(null, `postgres://user:${secretPlaceholder}@db`)]);
    expect(shown?.message).toBe("postgres://user:[secret]@db");
  });

  it("block a stack where one is an error", () => {
    expect(isBlocked([warning(null, "careful")])).toBe(false);
    expect(isBlocked([warning(null, "careful"), { severity: "error", urn: null, message: "stop" }])).toBe(true);
  });
});

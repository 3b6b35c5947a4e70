import { describe, expect, it } from "vitest";
import { uuidOf } from "../../../../components/objectStore/azure/uuid.ts";

describe("uuidOf", () => {
  it("is the version 5 of RFC 9562", () => {
    // Known: uuid.uuid5(uuid.NAMESPACE_URL, "https://example.com/|reader") of Python.
    expect(uuidOf("https://example.com/", "reader")).toBe("44abd405-e5be-5802-9193-16b48b3067c1");
  });

  it("differs for other parts", () => {
    expect(uuidOf("a", "b")).not.toBe(uuidOf("a", "c"));
  });
});

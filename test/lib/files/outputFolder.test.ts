import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { replaceFolder } from "../../../lib/files/outputFolder.ts";
import { temporaryFolder } from "../../support/cli.ts";
import { filesBelow, modeOf } from "../../support/upgrades.ts";

describe("replacing a folder", () => {
  it("leaves only the new files in it", () => {
    const out = join(temporaryFolder(), "deep/out");
    replaceFolder(out, [{ path: "old.txt", content: "" }]);
    replaceFolder(out, [{ path: "a/new.txt", content: "new" }]);
    expect(filesBelow(join(out, ".."))).toEqual(["out/a/new.txt"]);
  });

  it("gives a file the requested permissions", () => {
    const out = join(temporaryFolder(), "out");
    replaceFolder(out, [{ path: "secret", content: "", mode: 0o600 }]);
    expect(modeOf(join(out, "secret"))).toBe(0o600);
  });

  it("follows a link to where the folder really is", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "real"));
    symlinkSync("real", join(folder, "link"));
    replaceFolder(join(folder, "link"), [{ path: "a", content: "" }]);
    expect(filesBelow(join(folder, "real"))).toEqual(["a"]);
  });

  it.runIf(existsSync("/proc"))("reports that the kernel refuses to create it", () => {
    expect(() => replaceFolder("/proc/out", [{ path: "a", content: "" }])).toThrow(
      /^\/proc\/out cannot be written: ENOENT.* Fix: name a folder that you can write to$/,
    );
  });

  it("leaves the folder as it was when a file cannot be written", () => {
    const folder = temporaryFolder();
    const out = join(folder, "out");
    replaceFolder(out, [{ path: "old", content: "old" }]);
    const impossible = [
      { path: "a", content: "" },
      { path: "a/b", content: "" },
    ];
    expect(() => replaceFolder(out, impossible)).toThrow(`${out} cannot be written: `);
    expect(filesBelow(folder)).toEqual(["out/old"]);
  });
});

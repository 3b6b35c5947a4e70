import { beforeEach, describe, expect, it } from "vitest";
import { StepFolder } from "./stepFolder.ts";

let folder: StepFolder;

beforeEach(() => {
  folder = new StepFolder();
});

describe("the check for destructive changes", () => {
  const found = `[[ $* != *--format* ]] || exec echo '{"stateful":[{"allow":"mlflow-pg"},{"allow":"artifacts"}]}'`;

  it("lets through by name what the file names for the stack, and nothing else", () => {
    folder.command(`${found}\necho "$@"`);
    folder.write(
      ".github/allowed-destruction",
      "# STACK NAME\ndev mlflow-pg # moved\nstaging other\n  dev   artifacts\n",
    );
    expect(folder.step("destructive.sh", ["dev", "--preview", "p.json"])).toMatchObject({
      code: 0,
      stdout: "destructive --preview p.json --allow mlflow-pg --allow artifacts\n",
    });
  });

  it("says which lines have become useless, and does not fail for them", () => {
    folder.command(`${found}\necho "$@"`);
    folder.write(".github/allowed-destruction", "dev gone\n");
    const { code, stdout } = folder.step("destructive.sh", ["dev", "--preview", "p.json"]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      "dev gone is no longer deleted or replaced; remove the line\ndestructive --preview p.json\n",
    );
  });

  it("lets nothing through without the file", () => {
    folder.command(`${found}\necho "$@"`);
    expect(folder.step("destructive.sh", ["dev", "--preview", "p.json"]).stdout).toBe("destructive --preview p.json\n");
  });

  it("fails over renders when one stack fails, after asking of all", () => {
    folder.command('[[ $3 = --* ]] || echo "$3"; [[ $3 != head/a ]] || exit 3');
    for (const stack of ["a", "b"]) {
      folder.write(`head/${stack}/resources.json`, "[]");
    }
    const { code, stdout } = folder.step("destructive-renders.sh", ["head", "base"]);
    expect(code).toBe(3);
    expect(stdout).toContain("head/b");
  });
});

import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mlopsPlatform } from "../../support/cli.ts";
import { filesBelow, workspace } from "../../support/upgrades.ts";

const values = "other: 1\n";
const step = ["--from", "0.67", "--to", "0.68"];

/** What the command says, as lines. */
function refusal({ code, stdout, stderr }: ReturnType<typeof mlopsPlatform>): string[] {
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  return stderr.trimEnd().split("\n");
}

describe("mlops-platform upgrade refuses", () => {
  it.each([
    ["no release to start from", ["--to", "0.68"], /^--from: expected one of the releases 0\.66, .*Fix: add --from/],
    ["a release that is not known", ["--from", "0.67", "--to", "0.71"], /^--to: .*found "0\.71"\. Fix: --to 0\.70$/],
    ["the way back", ["--from", "0.68", "--to", "0.67"], /^--to: expected a release after 0\.68\.0.*Fix: --from 0\.67/],
    ["a file that is not there", [...step, "--answers", "no.yaml"], /^--answers no\.yaml: .*found no such file\. Fix/],
    ["a folder as file", [...step, "--answers", "."], /^--answers \.: .*found a folder\. Fix/],
    ["a format that is none", [...step, "--format", "xml"], /Allowed choices are text, json, markdown, sarif\. Fix/],
    [
      "a misspelt option",
      [...step, "--vlaues", "a"],
      /Did you mean --values\?.*Fix: see mlops-platform upgrade --help/,
    ],
    ["a diff of data", [...step, "--diff", "--format", "json"], /^--diff: expected --format text.*Fix: leave out/],
    [
      "standard input for two files",
      [...step, "--deployments", "-", "--answers", "-"],
      /^-: expected - for one file only.*Fix: give the paths of the other files$/,
    ],
    ["the current folder", [...step, "--out", "."], /^--out \.: .*found the current folder\. Fix: /],
    ["an empty folder name", [...step, "--out", ""], /^--out : .*found the current folder\. Fix: /],
    ["a file instead of a folder", [...step, "--out", "values.yaml"], /^--out values\.yaml: .*found a file\. Fix: /],
  ])("%s", (_case, args, message) => {
    const { folder, upgrade } = workspace({ values });
    const lines = refusal(upgrade("--out", "up", ...args));
    expect(lines).toEqual([expect.stringMatching(message)]);
    expect(filesBelow(folder)).toEqual(["values.yaml"]);
  });

  it("a product that is not known, with the nearest and the list", () => {
    expect(refusal(mlopsPlatform(["upgrade", "h2o-mlop", ...step]))).toEqual([
      'product: expected one of h2o-mlops, ht-scorer, yatai, found "h2o-mlop". Fix: write h2o-mlops',
    ]);
  });

  it("a product that is like none, with the list", () => {
    expect(refusal(mlopsPlatform(["upgrade", "kubeflow", ...step]))).toEqual([
      'product: expected one of h2o-mlops, ht-scorer, yatai, found "kubeflow". Fix: write one of them',
    ]);
  });

  it("MLflow, with how it is upgraded instead", () => {
    expect(refusal(mlopsPlatform(["upgrade", "mlflow", ...step]))).toEqual([
      `product: expected one of h2o-mlops, ht-scorer, yatai, found "mlflow". Fix: set mlflow.image in the stack's config and run pulumi up, which migrates the databases`,
    ]);
  });

  it("no product", () => {
    expect(refusal(mlopsPlatform(["upgrade"]))).toEqual([
      expect.stringContaining("missing required argument 'product'"),
    ]);
  });

  it("wrong options with a line for each", () => {
    expect(refusal(workspace({ values }).upgrade("--answers", "no.yaml"))).toEqual([
      expect.stringMatching(/^--from: /),
      expect.stringMatching(/^--to: /),
      expect.stringMatching(/^--answers no\.yaml: /),
    ]);
  });

  it("wrong versions, values and answers at once", () => {
    const { upgrade } = workspace({ values: "storage: [1]\n", answers: "mtls: canary\n" });
    const lines = refusal(
      upgrade("--from", "0.69", "--to", "0.7", "--values", "values.yaml", "--answers", "answers.yaml"),
    );
    expect(lines).toEqual([
      expect.stringMatching(/^--to: .* found "0\.7"\. Fix: --to 0\.70$/),
      expect.stringMatching(/^answers: mtls: /),
      expect.stringMatching(/^values: storage: /),
    ]);
    expect(lines.join()).not.toContain("canary");
  });

  it("broken YAML, with the line of each file", () => {
    const { folder, upgrade } = workspace({ values: "a: 1\nb: [\nc: 2\n", answers: "x: 1\nx: 2\n" });
    const lines = refusal(upgrade(...step, "--out", "up"));
    expect(lines).toContainEqual(expect.stringMatching(/^values\.yaml:[23]: .*Fix: /));
    expect(lines).toContainEqual(expect.stringMatching(/^answers\.yaml:2: .*Fix: /));
    expect(filesBelow(folder)).toEqual(["answers.yaml", "values.yaml"]);
  });

  it("bytes that are no UTF-8, which could not be written back as they are", () => {
    const { folder, upgrade } = workspace();
    writeFileSync(join(folder, "values.yaml"), Buffer.from([0x61, 0x3a, 0x20, 0xff]));
    expect(refusal(upgrade(...step, "--values", "values.yaml"))).toEqual([
      "--values values.yaml: expected a file of text in UTF-8, found another encoding. Fix: save it as UTF-8",
    ]);
  });

  it("misspelt answers, wrong ones and unknown gates, without showing what was written", () => {
    const answers = "storageMigratd: canary\nmtls: canary\nacknowledge: [canary]\n";
    const lines = refusal(workspace({ answers }).upgrade(...step));
    expect(lines).toContainEqual(expect.stringMatching(/storageMigratd: .*Fix: write storageMigrated$/));
    expect(lines).toContainEqual(expect.stringMatching(/mtls: expected one of mesh, none/));
    expect(lines.join()).not.toContain("canary");
  });

  it("an --out with anything that no upgrade wrote, and leaves it alone", () => {
    const { folder, upgrade } = workspace({ values });
    mkdirSync(join(folder, "up"));
    writeFileSync(join(folder, "up/precious.txt"), "mine");
    expect(refusal(upgrade(...step, "--out", "up"))).toEqual([
      expect.stringMatching(/^--out up: .*found precious\.txt\. Fix/),
    ]);
    writeFileSync(join(folder, "up/plan.json"), "{}");
    refusal(upgrade(...step, "--out", "up"));
    expect(filesBelow(join(folder, "up"))).toEqual(["plan.json", "precious.txt"]);
  });

  it("an --out with a file it reads, by whatever way it gets there", () => {
    const { folder, upgrade, read } = workspace({ values });
    upgrade(...step, "--out", "up");
    symlinkSync("up", join(folder, "link"));
    const before = read("up/0.68.0/values.yaml");
    for (const out of ["up", "link"]) {
      const next = ["--from", "0.68", "--to", "0.69", "--values", "up/0.68.0/values.yaml", "--out", out];
      expect(refusal(upgrade(...next))).toEqual([
        expect.stringContaining("found the input file up/0.68.0/values.yaml in it"),
      ]);
    }
    expect(read("up/0.68.0/values.yaml")).toBe(before);
  });
});

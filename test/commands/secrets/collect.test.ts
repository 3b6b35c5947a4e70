import { describe, expect, it } from "vitest";
import { askForSecrets, makeSecrets, secretsInLines, unmet } from "../../../commands/secrets/collect.ts";
import { ConfigError } from "../../../lib/diagnostics/configError.ts";

const admin = "mlflow.credentials.adminPassword";
const database = "mlflow.database.credentials.password";
const storeKey = "objectStore.credentials.secretAccessKey";
const values = {
  mlflow: {
    credentials: { kind: "configured" },
    database: { kind: "cluster", credentials: { kind: "configured" } },
  },
  objectStore: { kind: "s3", credentials: { kind: "configured" } },
};
const wanted = { stack: "local", paths: [admin, database, storeKey], values };

/** Answers questions in order, and keeps what was asked and said. */
function person(...answers: string[]) {
  const asked: string[] = [];
  const told: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return answers[asked.length - 1] ?? "";
  };
  return { asked, told, ask, say: (line: string) => void told.push(line) };
}

const pathsOf = (secrets: { path: string }[]) => secrets.map(({ path }) => path);

describe("generated secrets", () => {
  it("are those that only the stack itself uses", () => {
    expect(pathsOf(makeSecrets(wanted))).toEqual([admin, database]);
  });

  it("include the keys of the object store if the stack creates its server", () => {
    const withServer = { ...values, objectStore: { ...values.objectStore, server: {} } };
    expect(pathsOf(makeSecrets({ ...wanted, values: withServer }))).toContain(storeKey);
  });

  it("are all different and valid in the schema", () => {
    const made = makeSecrets(wanted);
    expect(new Set(made.map(({ value }) => value)).size).toBe(made.length);
    expect(made.map(({ path, value }) => unmet(path, value, values))).toEqual([undefined, undefined]);
    expect(made[0]?.value).toMatch(/^[\w-]{43}$/);
  });
});

describe("secrets typed at a terminal", () => {
  it("are asked for one after the other", async () => {
    const { ask, asked, say } = person("a-long-password", "another", "key-of-the-store");
    const secrets = await askForSecrets(wanted, ask, say);
    expect(asked).toEqual([
      `${admin} (press Enter to generate it): `,
      `${database} (press Enter to generate it): `,
      `${storeKey}: `,
    ]);
    expect(secrets.map(({ value }) => value)).toEqual(["a-long-password", "another", "key-of-the-store"]);
  });

  it("are asked for again after an invalid value, which is not repeated", async () => {
    const { ask, told, say } = person("canary", "a-long-password");
    const [secret] = await askForSecrets({ ...wanted, paths: [admin] }, ask, say);
    expect(secret?.value).toBe("a-long-password");
    expect(told).toEqual(["Expected at least 12 characters."]);
  });

  it("are asked for in words where the schema has none", () => {
    expect(unmet(database, "", values)).toBe("a text that is not empty");
  });

  it("are generated for an empty answer, if any value is valid", async () => {
    const { ask, say } = person("", "", "key-of-the-store");
    const secrets = await askForSecrets({ ...wanted, paths: [admin, storeKey] }, ask, say);
    expect(secrets).toMatchObject([{ isMade: true, value: expect.stringMatching(/^[\w-]{43}$/) }, { isMade: false }]);
  });
});

describe("secrets in lines", () => {
  it("are read by their paths, with everything after the first equals sign as value", () => {
    const text = `# keys\r\n${admin}=a=long=password \r\n\n${database}=p\n${storeKey}=key-of-the-store\n`;
    expect(secretsInLines(wanted, text).map(({ path, value }) => [path, value])).toEqual([
      [admin, "a=long=password "],
      [database, "p"],
      [storeKey, "key-of-the-store"],
    ]);
  });

  it.each([
    ["a secret without a line", `${database}=p\n${storeKey}=key-of-the-store`, [admin, "nothing"]],
    ["a value that will not do", `${admin}=canary\n${database}=p\n${storeKey}=key-of-the-store`, [admin, "[secret]"]],
    [
      "a path that is not wanted",
      `mlflow.canary=canary\n${complete()}`,
      ["line 1 of standard input", "something else"],
    ],
    ["a line that is none", `canary\n${complete()}`, ["line 1 of standard input", "something else"]],
    ["a secret that is given twice", `${complete()}\n${admin}=canary`, ["line 4 of standard input", "something else"]],
  ])("are refused for %s, without a value", (_case, text, problem) => {
    const error = refusal(text);
    expect(error.problems.map(({ path, found }) => [path, found])).toEqual([problem]);
    expect(error.message).not.toContain("canary");
  });

  it("are refused with the command for each", () => {
    expect(refusal("").message).toContain("mlops-platform secrets local --generate");
    expect(refusal("").message).toContain(
      `pulumi config set --secret --path 'mlops-platform:${storeKey}' --stack local`,
    );
  });

  function complete(): string {
    return `${admin}=a-long-password\n${database}=p\n${storeKey}=key-of-the-store`;
  }

  function refusal(text: string): ConfigError {
    try {
      secretsInLines(wanted, text);
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      return error as ConfigError;
    }
    throw new Error("nothing was refused");
  }
});

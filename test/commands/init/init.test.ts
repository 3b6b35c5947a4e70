import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { mlopsPlatform, root, temporaryFolder } from "../../support/cli.ts";

const names = ["--domain", "mlops.example.com", "--owner", "ml-platform"];
const common = [...names, "--artifacts-bucket", "artifacts", "--backups-bucket", "backups"];
const issuer = ["--issuer", "letsencrypt"];
const oidc = ["--oidc-issuer", "https://oidc.example.com/id/1"];
const azure = ["--subscription-id", "11111111-2222-3333-4444-555555555555", "--resource-group", "mlops"];
const tenant = ["--tenant-id", "66666666-7777-8888-9999-000000000000", "--location", "westeurope"];

/** Flags that each cloud needs. */
const flags: Record<string, string[]> = {
  aws: [...common, ...issuer, ...oidc, "--region", "eu-central-1", "--account-id", "011122223333"],
  gcp: [...common, ...issuer, "--project", "example-mlops", "--bucket-location", "EU"],
  azure: [...common, ...issuer, ...oidc, ...azure, ...tenant, "--storage-account", "examplemlops"],
  onprem: [...common, ...issuer, "--endpoint", "https://s3.example.com"],
  openshift: [...common, "--endpoint", "https://s3.example.com"],
};

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  cpSync(join(root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
});

describe.each(Object.entries(flags))("a new stack on %s", (cloud, given) => {
  it("renders without further changes", () => {
    expect(init("new", "--cloud", cloud, ...given)).toMatchObject({ code: 0, stderr: "" });
    expect(mlopsPlatform(["render", "new"], { cwd: folder })).toMatchObject({ code: 0, stderr: "" });
  });

  it("reports all missing keys at once, with the flag for each", () => {
    const { code, stderr } = init("new", "--cloud", cloud);
    expect(code).toBe(1);
    const wanted = given.filter((each) => each.startsWith("--"));
    expect(wanted.filter((flag) => !stderr.includes(`fix       ${flag} `))).toEqual([]);
    expect(existsSync(file())).toBe(false);
  });
});

it("asks for a bucket of H2O MLOps's own beside MLflow where its addresses name a whole one", () => {
  const chart = ["--set", "mlops.chart.kind=local", "--set", "mlops.chart.path=charts/mlops"];
  const release = ["--mlops-release", "1.1", "--set", "mlops.serviceAccounts.storage=mlops-storage"];
  const given = ["new", "--cloud", "gcp", "--platform", "mlflow,mlops", ...(flags.gcp ?? []), ...chart, ...release];
  expect(init(...given).stderr).toContain("fix       --models-bucket ");
  expect(init(...given, "--models-bucket", "models")).toMatchObject({ code: 0, stderr: "" });
});

it("finds what else H2O MLOps lacks before its chart is given", () => {
  const gcp = init("new", "--cloud", "gcp", "--platform", "mlflow,mlops");
  expect(gcp.stderr).toContain("fix       --set 'mlops.chart={kind: repository, repository: ");
  expect(gcp.stderr).toContain("fix       --set 'mlops.serviceAccounts.storage=mlops-storage', for example");
  expect(gcp.stderr).toContain("fix       --models-bucket ");
  expect(init("new", "--cloud", "aws", "--platform", "mlflow,mlops").stderr).toContain("fix       --oidc-issuer ");
});

describe("the file of a new stack", () => {
  it("has a comment with its description above each key", () => {
    init("new", "--cloud", "aws", ...aws());
    const text = readFileSync(file(), "utf8");
    expect(text).toContain("# Region of all AWS resources.\n      region: eu-central-1\n");
    expect(text.split("\n").filter((line) => line.length > 120)).toEqual([]);
    const keys = [...text.matchAll(/^ *(?:mlops-platform:)?(\w+):/gm)].map(([, key]) => key);
    const explained = [...text.matchAll(/^ *# .*\n *(?:mlops-platform:)?(\w+):/gm)].map(([, key]) => key);
    expect(keys.filter((key) => !explained.includes(key))).toEqual(["config"]);
  });

  it("keeps texts that look like numbers, and types what the schema has typed", () => {
    const sets = [
      "--set",
      "mlflow.replicas=3",
      "--set",
      "mlflow.monitoring=false",
      "--set",
      "mlflow.database.storage=100Gi",
    ];
    init("new", "--cloud", "aws", ...aws(), ...sets);
    const { config } = parse(readFileSync(file(), "utf8"));
    expect(config["mlops-platform:cloud"].aws.accountId).toBe("011122223333");
    expect(config["mlops-platform:mlflow"]).toMatchObject({
      replicas: 3,
      monitoring: false,
      database: { storage: "100Gi" },
    });
  });

  it("accepts whole objects as YAML", () => {
    const exposure =
      "mlflow.exposure={kind: ingress, className: nginx, controllerNamespace: ingress, tlsSecretName: tls}";
    expect(init("new", "--cloud", "onprem", ...(flags.onprem ?? []), "--set", exposure).code).toBe(0);
    const { config } = parse(readFileSync(file(), "utf8"));
    expect(config["mlops-platform:mlflow"].exposure).toMatchObject({ kind: "ingress", className: "nginx" });
  });

  it("has H2O MLOps where --platform names it", () => {
    const chart = ["--set", "mlops.chart={kind: local, path: charts/mlops}", "--mlops-release", "1.0"];
    const all = [...chart, "--set", "mlops.serviceAccounts.storage=storage", "--platform", "mlflow,mlops"];
    expect(init("new", "--cloud", "aws", ...aws(), ...all)).toMatchObject({ code: 0, stderr: "" });
    expect(parse(readFileSync(file(), "utf8")).config["mlops-platform:mlops"].release).toBe("1.0");
  });

  it("is only replaced with --force", () => {
    writeFileSync(file(), "config: {}\nencryptionsalt: v1:abc\n");
    const { code, stderr } = init("new", "--cloud", "aws", ...aws());
    expect(code).toBe(1);
    expect(stderr).toContain(
      "Pulumi.new.yaml exists already. Fix: choose another name, or replace its config with --force",
    );
    expect(readFileSync(file(), "utf8")).toBe("config: {}\nencryptionsalt: v1:abc\n");
  });

  it("keeps what its secrets are encrypted with when it is replaced", () => {
    writeFileSync(file(), "config: {}\nsecretsprovider: awskms://alias/x\nencryptedkey: AQ==\n");
    init("new", "--cloud", "aws", ...aws(), "--force");
    expect(parse(readFileSync(file(), "utf8"))).toMatchObject({
      secretsprovider: "awskms://alias/x",
      encryptedkey: "AQ==",
    });
  });
});

describe("secrets of a new stack", () => {
  const configured = ["--cloud", "onprem", "--credentials", "configured", ...(flags.onprem ?? [])];

  it("are set by one of the printed commands", () => {
    const { code, stdout } = init("new", ...configured);
    expect(code).toBe(0);
    expect(stdout).toContain("  npx mlops-platform secrets new\n");
    expect(mlopsPlatform(["render", "new"], { cwd: folder }).code).toBe(0);
    const findings = readFileSync(join(folder, "rendered/new/findings.json"), "utf8");
    expect(findings).toContain("Set them before a preview: npx mlops-platform secrets new");
  });

  it.each([
    ["by path", "mlflow.credentials.adminPassword=canary-password"],
    ["within an object", "mlflow.credentials={kind: configured, adminPassword: canary-password}"],
  ])("are refused %s, and not shown", (_case, set) => {
    const { code, stdout, stderr } = init("new", ...configured, "--set", set);
    expect(code).toBe(1);
    expect(stderr).toContain("pulumi config set --secret --path 'mlops-platform:mlflow.credentials.adminPassword'");
    expect(stdout + stderr).not.toContain("canary");
    expect(existsSync(file())).toBe(false);
  });
});

describe("the commands to run next", () => {
  it("have the backend and the secrets provider, quoted", () => {
    const given = ["--backend", "s3://state?region=r&awssdk=v2", "--secrets-provider", "awskms://alias/it's?region=r"];
    const { stdout } = init("new", "--cloud", "aws", ...aws(), ...given);
    expect(stdout).toContain("  npm run pulumi -- login 's3://state?region=r&awssdk=v2'\n");
    expect(stdout).toContain(
      "  npm run pulumi -- stack init new --secrets-provider='awskms://alias/it'\\''s?region=r'\n",
    );
    expect(stdout).not.toContain("mkdir");
  });

  it.each([
    ["file:///srv/pulumi state?no_tmp_dir=true", "mkdir -p '/srv/pulumi state'"],
    ["file://./state", "mkdir -p ./state"],
    ["file://~/state", "mkdir -p ~/state"],
  ])("make the folder of the backend %s first", (url, command) => {
    const { stdout } = init("new", "--cloud", "aws", ...aws(), "--backend", url);
    expect(stdout).toMatch(/Next:\n\n {2}mkdir -p .*\n {2}npm run pulumi -- login /);
    expect(stdout).toContain(`  ${command}\n`);
  });

  it("create the namespace and the Secrets that have to exist", () => {
    const ca = ["--set", "objectStore.ca.secretName=object-store-ca"];
    const { stdout } = init("new", "--cloud", "onprem", ...(flags.onprem ?? []), ...ca);
    const random = '"$(openssl rand -hex 24)"';
    expect(stdout.split("\n").filter((line) => line.startsWith("  kubectl "))).toEqual([
      "  kubectl create namespace mlflow && kubectl label namespace mlflow pod-security.kubernetes.io/enforce=restricted",
      `  kubectl --namespace mlflow create secret generic mlflow-credentials --from-literal=username=admin --from-literal=password=${random} --from-literal=flask-secret-key=${random} --from-literal=kek-passphrase=${random}`,
      `  kubectl --namespace mlflow create secret generic mlflow-pg-owner --type=kubernetes.io/basic-auth --from-literal=username=mlflow --from-literal=password=${random}`,
      `  kubectl --namespace mlflow create secret generic object-store-keys --from-literal=ACCESS_KEY_ID="\${ACCESS_KEY_ID:?}" --from-literal=SECRET_ACCESS_KEY="\${SECRET_ACCESS_KEY:?}"`,
      "  kubectl --namespace mlflow create secret generic object-store-ca --from-file=ca.crt",
    ]);
  });

  it("create no Secrets that the stack creates", () => {
    const configured = ["--credentials", "configured"];
    expect(init("new", "--cloud", "onprem", ...(flags.onprem ?? []), ...configured).stdout).not.toContain("kubectl");
  });

  it("end with the deployment of the stack", () => {
    const { stdout } = init("new", "--cloud", "aws", ...aws());
    expect(stdout).toMatch(
      /npx mlops-platform render new\n {2}npm run pulumi -- preview --stack new\n.* up --stack new\n$/,
    );
  });

  it("do not create a stack that exists", () => {
    writeFileSync(file(), "config: {}\nencryptionsalt: v1:abc\n");
    const { stdout } = init("new", "--cloud", "aws", ...aws(), "--force");
    expect(stdout).toContain("  npx mlops-platform render new\n");
    expect(stdout).not.toContain("stack init");
  });
});

describe("mlops-platform init", () => {
  it.each([
    ["no cloud", ["new"], "required option '--cloud <cloud>' not specified"],
    ["an unknown cloud", ["new", "--cloud", "moon"], "Allowed choices are aws, gcp, azure, onprem, openshift"],
    ["an unknown platform", ["new", "--cloud", "aws", "--platform", "mlfow"], "Expected some of mlflow, mlops"],
    ["a name that leaves the folder", ["../new", "--cloud", "aws"], "Expected letters, digits"],
    ["a setting without a value", ["new", "--cloud", "aws", "--set", "mlflow"], "Expected <path>=<value>"],
    ["an unknown backend", ["new", "--cloud", "aws", "--backend", "ftp://x"], "Expected file://"],
    [
      "an unknown secrets provider",
      ["new", "--cloud", "aws", "--secrets-provider", "kms"],
      "Expected default, passphrase",
    ],
    ["a misspelt key", ["new", "--cloud", "aws", ...aws(), "--set", "mlflow.replcas=2"], "expected  the key replicas"],
    [
      "another cloud's flags",
      [
        "new",
        "--cloud",
        "onprem",
        ...(flags.onprem ?? []),
        "--storage-account",
        "x",
        "--set",
        "objectStore.location=EU",
      ],
      "fix       leave out --storage-account\n",
    ],
    [
      "two clouds",
      ["new", "--cloud", "aws", ...aws(), "--project", "example-mlops"],
      "fix       leave out the unwanted ones of --region, --account-id, --project\n",
    ],
    [
      "a key that is not there",
      ["new", "--cloud", "onprem", ...(flags.onprem ?? []), "--set", "objectStore.location=EU"],
      "fix       leave out --set objectStore.location\n",
    ],
    [
      "a text that looks like a number, by what is wrong with the text",
      ["new", "--cloud", "aws", ...aws(), "--account-id", "123"],
      'found     "123"',
    ],
    [
      "a key below a text",
      ["new", "--cloud", "aws", ...aws(), "--set", "domain.x=1"],
      "none of them below a plain value",
    ],
    [
      "a cross-field problem",
      ["new", "--cloud", "aws", ...aws(), "--set", "mlflow.exposure.kind=route"],
      "httpRoute or ingress",
    ],
  ])("refuses %s and writes nothing", (_case, args, message) => {
    const { code, stdout, stderr } = init(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(existsSync(file())).toBe(false);
  });

  it.each(["postgres://user:canary@host/db", "s3://user:canary/with+slash@bucket"])(
    "does not repeat the password of %s",
    (url) => {
      const { code, stdout, stderr } = init("new", "--cloud", "aws", ...aws(), "--backend", url);
      expect(code).toBe(1);
      expect(stderr).toContain("--backend: the URL has a password");
      expect(stdout + stderr).not.toContain("canary");
    },
  );

  it("must run in the project's folder", () => {
    const { code, stderr } = mlopsPlatform(["init", "new", "--cloud", "aws", ...aws()], { cwd: temporaryFolder() });
    expect(code).toBe(1);
    expect(stderr).toContain("has no Pulumi.yaml");
  });
});

function init(...args: string[]) {
  return mlopsPlatform(["init", ...args], { cwd: folder });
}

function file(): string {
  return join(folder, "Pulumi.new.yaml");
}

function aws(): string[] {
  return flags.aws ?? [];
}

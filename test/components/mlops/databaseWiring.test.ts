import { describe, expect, it } from "vitest";
import type { MlopsDatabases } from "../../../components/mlops/args.ts";
import { deployed } from "./deployed.ts";
import { stores } from "./stores.ts";

const server = { host: "db.example.com", port: 5432, database: "storage", user: "mlops" };
const iam = { kind: "iam", ...server, resourceId: "db-ABC" } as const;
const valuesPath = { storage: "storage.database.url", telemetry: "telemetry.dsn", deployer: "deployer.dsn" };
const serviceAccounts = { storage: "mlops-storage", telemetry: "mlops-telemetry" };
const login =
  "postgres://mlops@db.example.com:5432/storage?aws_iam_auth_enabled=true&aws_iam_auth_region=eu-central-1&aws_iam_auth_user=mlops&aws_iam_auth_endpoint=db.example.com:5432";

const password = (text: string) =>
  ({
    kind: "password",
    ...server,
    database: "deployer",
    user: "deployer",
    password: text,
    sslMode: "require",
  }) as const;

describe("connection strings", () => {
  it("of storage and telemetry log in with IAM, in the guide's form, at the user's paths", async () => {
    const { values } = await deployed({
      store: stores.aws,
      serviceAccounts,
      databases: { storage: iam, telemetry: iam, valuesPath },
    });
    expect(values.storage.database).toEqual({ url: login });
    expect(values.telemetry).toEqual({ dsn: login });
  });

  it("of components with the same login may share one path", async () => {
    const databases: MlopsDatabases = {
      storage: iam,
      telemetry: iam,
      valuesPath: { storage: "database.url", telemetry: "database.url" },
    };
    const { values, recorded } = await deployed({ store: stores.aws, serviceAccounts, databases });
    expect(values.database).toEqual({ url: login });
    expect(recorded.all("RolePolicy").filter(({ name }) => name.includes("/database/"))).toHaveLength(2);
  });

  it("of the deployer has a password, encoded and secret", async () => {
    const { values, valueAt } = await deployed({ databases: { deployer: password("p@ss/w+rd&"), valuesPath } });
    expect(values.deployer.dsn).toBe("[secret]");
    expect(revealed(valueAt("deployer.dsn"))).toBe(
      "postgres://db.example.com/deployer?sslmode=require&user=deployer&password=p%40ss%2Fw%2Brd%26",
    );
  });

  it("name a port that is not PostgreSQL's own", async () => {
    const { valueAt } = await deployed({ databases: { deployer: { ...password("p"), port: 6432 }, valuesPath } });
    expect(revealed(valueAt("deployer.dsn"))).toContain("postgres://db.example.com:6432/deployer?");
  });

  it("are not set before 0.70, the first release with this form", async () => {
    const databases: MlopsDatabases = { deployer: password("p"), valuesPath };
    const { values, warnings, recorded } = await deployed({ release: "0.69", databases });
    expect(values).toEqual({});
    expect(warnings).toEqual([
      expect.stringMatching(/^databases is set automatically as of 0\.70\. No guide names its value for release 0\.69/),
    ]);
    expect(recorded.all("RolePolicy")).toEqual([]);
  });

  it("yield to the user's", async () => {
    const { values, warnings } = await deployed({
      values: { deployer: { dsn: "postgres://own" } },
      databases: { deployer: password("p"), valuesPath },
    });
    expect(values.deployer.dsn).toBe("postgres://own");
    expect(warnings).toEqual([expect.stringMatching(/^deployer\.dsn in values differs from the platform's own value/)]);
    expect(warnings.join()).not.toContain("postgres://");
  });
});

describe("IAM login", () => {
  it("gives the workload's role rds-db:connect for exactly its user", async () => {
    const { recorded, helm } = await deployed({ store: stores.aws, databases: { storage: iam, valuesPath } });
    const name = "store/mlops/mlops-storage/database/db-ABC/mlops";
    const policy = recorded.one("RolePolicy", name);
    expect(JSON.parse(String(policy.inputs.policy)).Statement).toEqual([
      {
        Sid: "DatabaseLogin",
        Effect: "Allow",
        Action: ["rds-db:connect"],
        Resource: ["arn:aws:rds-db:eu-central-1:123456789012:dbuser:db-ABC/mlops"],
      },
    ]);
    expect(policy.inputs.role).toBe(recorded.one("Role").inputs.name);
    expect(recorded.waitsFor(helm)).toContain(name);
  });

  it("gives telemetry a role of its own, and warns of the annotation that no guide names a value for", async () => {
    const databases: MlopsDatabases = { telemetry: iam, valuesPath };
    const { recorded, warnings } = await deployed({ store: stores.aws, serviceAccounts, databases });
    expect(recorded.all("Role").map(({ name }) => name)).toContain("store/mlops/mlops-telemetry");
    expect(warnings).toEqual([
      expect.stringMatching(
        /service account mlops-telemetry\. Annotate it yourself with eks\.amazonaws\.com\/role-arn: arn:aws:iam::/,
      ),
    ]);
    const { warnings: none } = await deployed({ store: () => stores.aws("podIdentity"), serviceAccounts, databases });
    expect(none).toEqual([]);
  });

  it.each<[string, Parameters<typeof deployed>[0], string]>([
    [
      "where the cloud has none",
      { store: stores.gcp, databases: { storage: iam, valuesPath } },
      'databases.storage.kind: expected password, where no cloud has IAM login, found "iam"',
    ],
    [
      "of a service account without a name",
      { store: stores.aws, databases: { telemetry: iam, valuesPath } },
      "databases.telemetry.kind: expected IAM login of a service account that serviceAccounts.telemetry names",
    ],
    [
      "without a path",
      { store: stores.aws, databases: { storage: iam, valuesPath: {} } },
      "databases.valuesPath.storage: expected the path at which the chart takes the connection string of storage",
    ],
    [
      "as a user with a wildcard",
      { store: stores.aws, databases: { storage: { ...iam, user: "*" }, valuesPath } },
      "databases.storage.user: expected an SQL name",
    ],
    [
      "to every server",
      { store: stores.aws, databases: { storage: { ...iam, resourceId: "*" }, valuesPath } },
      "resourceId: expected a resource id of RDS",
    ],
  ])("is refused %s", async (_case, wrong, message) => {
    await expect(deployed(wrong)).rejects.toThrow(message);
  });
});

function revealed(value: unknown): unknown {
  return (value as { reveal(): unknown }).reveal();
}

import { describe, expect, it } from "vitest";
import type { TelemetryArgs } from "../../../components/telemetry/args.ts";
import { Telemetry } from "../../../components/telemetry/telemetry.ts";
import { at, type Stack, stack } from "../../support/stack.ts";
import { telemetryArgs as args } from "../../support/telemetryArgs.ts";

const iam = {
  kind: "iam",
  host: "mlops.abc.eu-central-1.rds.amazonaws.com",
  port: 5432,
  database: "storage",
  user: "mlops",
  region: "eu-central-1",
} as const;

const roleArn = "arn:aws:iam::111122223333:role/telemetry";

const make = (changes: Partial<TelemetryArgs> = {}): Promise<Stack> =>
  stack(() => ({ deploymentName: new Telemetry("telemetry", { ...args, ...changes }).deploymentName }));

const pod = "spec.template.spec";
const container = `${pod}.containers.0`;

/** Where pods may go: names of peers and ports, in order. */
async function waysOut(changes: Partial<TelemetryArgs>) {
  const { one } = await make(changes);
  const rules = at(one("NetworkPolicy"), "spec.egress") as unknown as { ports: { port: number }[]; to?: unknown[] }[];
  return rules.map(({ ports, to }) => ({ ports: [...new Set(ports.map(({ port }) => port))], to }));
}

const namespace = (name: string) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
});
const names = { ports: [53, 5353], to: undefined };

describe("the telemetry service", () => {
  it("runs one pod at a time, since two would publish the same events", async () => {
    const { one } = await make();
    expect(at(one("Deployment"), "spec")).toMatchObject({ replicas: 1, strategy: { type: "Recreate" } });
    expect(at(one("Deployment"), `${container}.image`)).toBe(
      "registry.example.com/h2oai-modelstorage-telemetry:0.68.1",
    );
  });

  it("gets server, log level, interval and database in the variables that the image reads", async () => {
    const { one } = await make({ logLevel: "debug", schedulerIntervalSeconds: 60 });
    expect(at(one("Deployment"), `${container}.env`)).toEqual([
      { name: "SERVER", value: "events.telemetry.svc.cluster.local:80" },
      { name: "LEVEL", value: "debug" },
      { name: "SCHEDULER_INTERVAL_SECONDS", value: "60" },
      { name: "DATABASE", valueFrom: { secretKeyRef: { name: "storage-database", key: "dsn" } } },
    ]);
  });

  it("runs on the nodes that it is given", async () => {
    const nodeSelector = { "hac.h2o.ai/provisioner": "karpenter" };
    const tolerations = [{ key: "type", operator: "Equal", value: "cpu-consolidation", effect: "NoSchedule" }] as const;
    const { one } = await make({ nodeSelector, tolerations: [...tolerations] });
    expect(at(one("Deployment"), pod)).toMatchObject({ nodeSelector, tolerations });
  });

  it("asks for its resources, and is limited in memory alone", async () => {
    const { one } = await make({ resources: { cpu: "100m", memory: "512Mi" } });
    expect(at(one("Deployment"), `${container}.resources`)).toEqual({
      requests: { cpu: "100m", memory: "512Mi" },
      limits: { memory: "512Mi" },
    });
  });

  it("pulls its image with the registry's credentials, if given", async () => {
    const image = { ...args.image, pullSecretName: "registry" };
    expect(at((await make({ image })).one("Deployment"), `${pod}.imagePullSecrets`)).toEqual([{ name: "registry" }]);
    expect(at((await make()).one("Deployment"), `${pod}.imagePullSecrets`)).toBeUndefined();
  });

  it("starts after its account and network policy", async () => {
    const recorded = await make();
    const kinds = recorded.resources.filter(({ urn }) => recorded.one("Deployment").dependsOn.includes(urn));
    expect(kinds.map(({ type }) => type.split(":").at(-1))).toEqual(["ServiceAccount", "NetworkPolicy"]);
  });

  it("has a disruption budget where there is more than one pod", async () => {
    expect((await make()).all("PodDisruptionBudget")).toEqual([]);
    const { one } = await make({ replicas: 2 });
    expect(at(one("PodDisruptionBudget"), "spec")).toEqual({
      maxUnavailable: 1,
      selector: at(one("Deployment"), "spec.selector"),
    });
  });

  it("spreads its pods where there is more than one", async () => {
    const spread = `${pod}.topologySpreadConstraints`;
    expect(at((await make()).one("Deployment"), spread)).toBeUndefined();
    const { one } = await make({ replicas: 2 });
    expect(at(one("Deployment"), `${spread}.0`)).toMatchObject({
      topologyKey: "topology.kubernetes.io/zone",
      labelSelector: at(one("Deployment"), "spec.selector"),
    });
  });

  it("is the parent of all its resources, and exports the name of its Deployment", async () => {
    const recorded = await make();
    const component = recorded.one("mlops-platform:telemetry:Telemetry");
    const children = recorded.resources.filter((resource) => recorded.parentOf(resource) === component);
    expect(children.map(({ type }) => type.split(":").at(-1)).sort()).toEqual([
      "Deployment",
      "NetworkPolicy",
      "ServiceAccount",
    ]);
    expect(recorded.outputs).toEqual({ deploymentName: "telemetry" });
  });
});

describe("login with AWS IAM", () => {
  it("puts the guide's connection string where the Secret's would be", async () => {
    const { one } = await make({ database: iam });
    expect(at(one("Deployment"), `${container}.env.3`)).toEqual({
      name: "DATABASE",
      value: expect.stringMatching(/^postgres:\/\/mlops@mlops\.abc\.\S+:5432\/storage\?aws_iam_auth_enabled=true&/),
    });
  });

  it("makes the service account act as the role", async () => {
    const { one } = await make({ database: { ...iam, roleArn } });
    expect(at(one("ServiceAccount"), "metadata.annotations")).toEqual({ "eks.amazonaws.com/role-arn": roleArn });
  });

  it("leaves the account to Pod Identity without a role", async () => {
    const { one } = await make({ database: iam });
    expect(at(one("ServiceAccount"), "metadata.annotations")).toEqual({});
  });
});

describe("the service account", () => {
  it("has the component's name by default", async () => {
    const { one } = await make({ serviceAccount: { name: "storage-telemetry" } });
    expect(at(one("ServiceAccount"), "metadata.name")).toBe("storage-telemetry");
    expect(at(one("Deployment"), `${pod}.serviceAccountName`)).toBe("storage-telemetry");
    expect(at((await make()).one("Deployment"), `${pod}.serviceAccountName`)).toBe("telemetry");
  });

  it("mounts no API token", async () => {
    expect(at((await make()).one("Deployment"), `${pod}.automountServiceAccountToken`)).toBe(false);
  });
});

describe("security contexts", () => {
  it("are those of Pod Security `restricted`, with a read-only root", async () => {
    const { one } = await make();
    expect(at(one("Deployment"), `${pod}.securityContext`)).toEqual({
      runAsNonRoot: true,
      runAsUser: 10001,
      runAsGroup: 10001,
      fsGroup: 10001,
      seccompProfile: { type: "RuntimeDefault" },
    });
    expect(at(one("Deployment"), `${container}.securityContext`)).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
  });

  it("leave the user id to OpenShift", async () => {
    const { one } = await make({ platform: "openshift" });
    expect(at(one("Deployment"), `${pod}.securityContext`)).toEqual({
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    });
  });

  it("are overridden where `restricted` leaves a choice", async () => {
    const { one } = await make({
      podSecurityContext: { enabled: true, runAsUser: 1000, fsGroup: 2000 },
      containerSecurityContext: { enabled: true, readOnlyRootFilesystem: false },
    });
    expect(at(one("Deployment"), `${pod}.securityContext`)).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 10001,
      fsGroup: 2000,
    });
    expect(at(one("Deployment"), `${container}.securityContext`)).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: false,
    });
  });

  it("are left out where disabled", async () => {
    const { one } = await make({
      podSecurityContext: { enabled: false },
      containerSecurityContext: { enabled: false },
    });
    expect(at(one("Deployment"), `${pod}.securityContext`)).toBeUndefined();
    expect(at(one("Deployment"), `${container}.securityContext`)).toBeUndefined();
  });
});

describe("the network policy", () => {
  it("selects the service's pods and allows no ingress", async () => {
    const { one } = await make();
    const spec = at(one("NetworkPolicy"), "spec") as unknown as Record<string, unknown>;
    expect(spec.podSelector).toEqual({ matchLabels: at(one("Deployment"), "spec.template.metadata.labels") });
    expect(spec.policyTypes).toEqual(["Ingress", "Egress"]);
    expect(spec.ingress).toBeUndefined();
  });

  it("allows egress to DNS, the server and the database only", async () => {
    expect(await waysOut({})).toEqual([
      names,
      { ports: [80], to: [namespace("telemetry")] },
      { ports: [5432], to: [namespace("databases")] },
    ]);
  });

  it("allows the port of the server's pods where its Service maps to another", async () => {
    expect(await waysOut({ serverPodPort: 8080 })).toContainEqual({ ports: [8080], to: [namespace("telemetry")] });
  });

  it("allows STS for IRSA", async () => {
    expect((await waysOut({ database: { ...iam, roleArn } })).slice(2)).toEqual([
      { ports: [5432], to: undefined },
      { ports: [443], to: undefined },
    ]);
  });

  it("allows the node's agent for Pod Identity", async () => {
    expect((await waysOut({ database: iam })).at(-1)).toEqual({
      ports: [80],
      to: [{ ipBlock: { cidr: "169.254.170.23/32" } }, { ipBlock: { cidr: "fd00:ec2::23/128" } }],
    });
  });
});

describe("wrong args", () => {
  it.each<[string, Partial<TelemetryArgs>, string]>([
    ["a namespace that is no name", { namespace: "ML" }, "namespace: expected a Kubernetes name"],
    [
      "a server without a port",
      { serverAddress: "events.telemetry.svc" },
      'serverAddress: expected host:port such as telemetry.example.svc:80, found "events.telemetry.svc"',
    ],
    [
      "an interval of nothing",
      { schedulerIntervalSeconds: 0 },
      "schedulerIntervalSeconds: expected at least 1, found 0",
    ],
    [
      "an image without its registry",
      { image: { repository: "h2oai-modelstorage-telemetry", tag: "0.68.1" } },
      "image.repository: expected a repository with its registry",
    ],
    [
      "a variable that the interval has",
      { variables: { ...args.variables, logLevel: "SCHEDULER_INTERVAL_SECONDS" } },
      "variables: expected three different names, none of them SCHEDULER_INTERVAL_SECONDS",
    ],
    [
      "a role that is no ARN",
      { database: { ...iam, roleArn: "telemetry" } },
      "roleArn: expected the ARN of an IAM role",
    ],
  ])("are refused: %s", async (_case, wrong, message) => {
    await expect(make(wrong)).rejects.toThrow(message);
  });

  it("are named all at once", async () => {
    await expect(make({ replicas: 0, logLevel: "" })).rejects.toThrow(/replicas: .*\n.*logLevel: /);
  });
});

/** Upgraded values of Yatai in the real charts: what Helm makes of them. */
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parseAllDocuments, stringify } from "yaml";
import type { JsonMap } from "../../lib/json.ts";
import { upgrade } from "../../releases/engine/upgrade.ts";
import { yatai } from "../../releases/yatai/product.ts";
import { temporaryFolder } from "../support/cli.ts";
import { succeed } from "./support/process.ts";
import { cannotRun, toolchain } from "./support/toolchain.ts";

const charts = {
  "1.0": { yatai: "1.0.0", "yatai-deployment": "1.0.13" },
  "1.1": { yatai: "1.1.13", "yatai-deployment": "1.1.21", "yatai-image-builder": "1.1.0" },
};

const external: JsonMap = {
  image: { repository: "own/yatai", tag: "0.4.6" },
  fullnameOverride: "models",
  service: { port: 8080 },
  ingress: { enabled: true, hosts: [{ host: "yatai.example.com", paths: ["/"] }] },
  config: { news: { url: "https://news.example.com" } },
  layers: { network: { ingressClass: "traefik", domainSuffix: "example.com", ingressAnnotations: { a: "b" } } },
  postgresql: { enabled: false },
  externalPostgresql: {
    host: "db.example.com",
    port: 6432,
    user: "mlops",
    sslmode: "require",
    existingSecret: "database",
  },
  externalS3: {
    enabled: true,
    endpoint: "s3.example.com",
    region: "eu",
    bucketName: "models",
    existingSecret: "bucket",
  },
  externalDockerRegistry: {
    enabled: true,
    server: "registry.example.com",
    username: "robot",
    existingSecret: "registry",
    existingSecretPasswordKey: "password",
  },
};

describe.skipIf(cannotRun())("Yatai's real charts", () => {
  let path: string;
  let archives: string;
  let home: string;

  beforeAll(async () => {
    ({ path, charts: archives } = await toolchain());
    home = temporaryFolder();
  });

  describe("with values of 0.4.6 that leave all to the chart", () => {
    it("let the new Yatai reach the database and the object store of the guide", async () => {
      for (const to of ["1.0", "1.1"] as const) {
        const { yatai } = await rendered(to, {});
        expect(variables(yatai)).toMatchObject({
          PG_HOST: "postgresql-ha-pgpool.yatai-system.svc.cluster.local",
          PG_PORT: "5432",
          PG_USER: "postgres",
          PG_DATABASE: "yatai",
          PG_SSLMODE: "disable",
          PG_PASSWORD: "password of postgresql-ha-postgresql",
          S3_ENDPOINT: "minio.yatai-components.svc.cluster.local",
          S3_REGION: "i-dont-known",
          S3_BUCKET_NAME: "yatai",
          S3_SECURE: "false",
          S3_ACCESS_KEY: "accesskey of yatai-minio-secret",
          S3_SECRET_KEY: "secretkey of yatai-minio-secret",
        });
      }
    });

    it.each([
      ["1.0", "yatai-deployment"],
      ["1.1", "yatai-image-builder"],
    ] as const)("%s: let %s push to the guide's registry", async (to, builder) => {
      expect(variables((await rendered(to, {}))[builder])).toMatchObject({
        DOCKER_REGISTRY_SERVER: "127.0.0.1:5000",
        DOCKER_REGISTRY_IN_CLUSTER_SERVER: "yatai-docker-registry.yatai-components.svc.cluster.local:5000",
        DOCKER_REGISTRY_USERNAME: "",
        DOCKER_REGISTRY_PASSWORD: "",
        DOCKER_REGISTRY_SECURE: "false",
        DOCKER_REGISTRY_BENTO_REPOSITORY_NAME: "bentos",
      });
    });

    it("run the images of their own release", async () => {
      const { yatai } = await rendered("1.1", { image: { tag: "0.4.6" } });
      expect(containerOf(yatai)?.image).toBe("quay.io/bentoml/yatai:1.1.13");
    });
  });

  describe("with values of 0.4.6 that name parts outside", () => {
    it("give Yatai what the old chart gave it", async () => {
      const before = variables(await templated("yatai", "0.4.6", external));
      const kept = Object.entries(before).filter(([name]) => /^(PG|S3)_/.test(name));
      expect(kept.length).toBe(12);
      for (const to of ["1.0", "1.1"] as const) {
        const { yatai } = await rendered(to, external);
        expect(variables(yatai)).toMatchObject(Object.fromEntries(kept));
      }
    });

    it.each([
      ["1.0", "yatai-deployment"],
      ["1.1", "yatai-image-builder"],
    ] as const)("%s: give %s the registry that Yatai had", async (to, builder) => {
      const before = variables(await templated("yatai", "0.4.6", external));
      const kept = Object.entries(before).filter(([name]) => /^DOCKER_REGISTRY_(?!MODEL)/.test(name));
      expect(kept.length).toBe(5);
      expect(variables((await rendered(to, external))[builder])).toMatchObject(Object.fromEntries(kept));
    });

    it("name no key of a Secret that is empty", async () => {
      for (const to of ["1.0", "1.1"] as const) {
        const objects = Object.values(await rendered(to, external)).flat();
        expect(JSON.stringify(objects)).not.toMatch(/"key":(""|null)/);
      }
    });

    it("keep Yatai's configuration and its ingress", async () => {
      const before = await templated("yatai", "0.4.6", external);
      const { yatai } = await rendered("1.1", external);
      const configuration = (objects: Rendered[]) => found(objects, "Secret", "models").stringData?.["config.yaml"];
      expect(configuration(yatai)).toContain("url: https://news.example.com");
      expect(found(yatai, "Ingress", "models").spec).toEqual(found(before, "Ingress", "models").spec);
    });

    it.each(["1.0", "1.1"] as const)("%s: reach deployments as before", async (to) => {
      const before = found(await templated("yatai", "0.4.6", external), "ConfigMap", "network");
      const after = found((await rendered(to, external))["yatai-deployment"], "ConfigMap", "network");
      expect(after.data).toMatchObject(before.data ?? {});
    });

    it("find Yatai's service by its own name", async () => {
      const { yatai, "yatai-deployment": deployment } = await rendered("1.0", external);
      const builder = (await rendered("1.1", external))["yatai-image-builder"];
      const service = found(yatai, "Service", "models");
      const [{ port }] = (service.spec as { ports: [{ port: number }] }).ports;
      const endpoint = `http://${service.metadata.name}.yatai-system.svc.cluster.local:${port}`;
      expect(variables(deployment).YATAI_ENDPOINT).toBe(endpoint);
      expect(found(builder, "Secret", "yatai-common-env").stringData?.YATAI_ENDPOINT).toBe(endpoint);
    });

    it.each([
      ["1.0", "yatai-deployment"],
      ["1.1", "yatai-deployment"],
      ["1.1", "yatai-image-builder"],
    ] as const)("%s: give rights in %s to the account that Yatai runs as", async (to, name) => {
      const { yatai, [name]: other } = await rendered(to, external);
      const account = podOf(yatai)?.serviceAccountName;
      const bindings = other.filter(({ kind }) => kind.endsWith("Binding")).flatMap(({ subjects = [] }) => subjects);
      const foreign = bindings.filter(({ namespace }) => namespace === "yatai-system").map((subject) => subject.name);
      expect(foreign).toContain(account);
      expect(foreign).not.toContain("yatai");
    });
  });

  it("would show the chart's misspelt key", async () => {
    const s3 = { accessKeyExistingSecretName: "bucket", secretKeyExistingSecretName: "bucket" };
    const before = variables(await templated("yatai", "1.1.13", { s3 }));
    expect(before.S3_ACCESS_KEY).toBe("null of bucket");
    const { yatai } = await rendered("1.1", { yatai: { s3 } });
    expect(variables(yatai).S3_ACCESS_KEY).toBe("access_key of bucket");
  });

  /** The old chart brings its own database. */
  it("render 0.4.6 with the database that the guide dumps", async () => {
    const objects = await templated("yatai", "0.4.6", {});
    expect(found(objects, "Service", "yatai-postgresql").spec).toBeDefined();
    expect(found(objects, "Secret", "yatai-postgresql").data).toHaveProperty("postgresql-password");
  });

  /** Objects by Helm release, of values for 0.4.6 that were carried to a release. */
  async function rendered(to: keyof typeof charts, values: JsonMap) {
    const after = upgrade(yatai, { from: "0.4.6", to, values }).steps.at(-1)?.values ?? {};
    const objects = Object.entries(charts[to]).map(async ([name, version]) => [
      name,
      await templated(name, version, (after[name] ?? {}) as JsonMap),
    ]);
    return Object.fromEntries(await Promise.all(objects)) as Record<HelmRelease, Rendered[]>;
  }

  async function templated(name: string, version: string, values: JsonMap): Promise<Rendered[]> {
    const chart = join(archives, `${name}-${version}.tgz`);
    const namespace = name === "yatai" ? "yatai-system" : name;
    const argv = ["helm", "template", name, chart, "--namespace", namespace, "--values", "-"];
    const text = await succeed({ argv, env: { PATH: path, HOME: home } }, stringify(values));
    return parseAllDocuments(text)
      .map((document): Rendered | null => document.toJS())
      .filter((object) => object !== null);
  }
});

type HelmRelease = "yatai" | "yatai-deployment" | "yatai-image-builder";

interface Rendered {
  kind: string;
  metadata: { name: string };
  data?: Record<string, string>;
  stringData?: Record<string, string>;
  spec?: object;
  subjects?: { name: string; namespace?: string }[];
}

interface Pod {
  serviceAccountName: string;
  containers: Container[];
}

interface Container {
  image: string;
  env?: { name: string; value?: string; valueFrom?: { secretKeyRef?: { name: string; key: string } } }[];
  envFrom?: { secretRef: { name: string } }[];
}

function found(objects: Rendered[], kind: string, name: string): Rendered {
  const object = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (object === undefined) {
    throw new Error(`There is no ${kind} ${name}.`);
  }
  return object;
}

function podOf(objects: Rendered[]): Pod | undefined {
  const deployment = objects.find(({ kind }) => kind === "Deployment");
  return (deployment?.spec as { template: { spec: Pod } } | undefined)?.template.spec;
}

function containerOf(objects: Rendered[]): Container | undefined {
  return podOf(objects)?.containers[0];
}

/** What the only container has as its environment; of a Secret, its key and name. */
function variables(objects: Rendered[]): Record<string, string> {
  const { env = [], envFrom = [] } = containerOf(objects) ?? {};
  const shared = envFrom.map(({ secretRef }) => found(objects, "Secret", secretRef.name).stringData ?? {});
  const own = env.map(({ name, value = "", valueFrom }) => {
    const secret = valueFrom?.secretKeyRef;
    return [name, secret ? `${secret.key} of ${secret.name}` : value];
  });
  return { ...Object.assign({}, ...shared), ...Object.fromEntries(own) };
}

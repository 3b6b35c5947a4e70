/** What a stack needs of its cluster, with the real engine on a real API server: named before anything is made, and fixed as printed. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LocalCluster } from "./support/cluster.ts";
import { freePort } from "./support/http.ts";
import { PulumiHome, type PulumiStack } from "./support/pulumi.ts";
import { type Config, configOf, merged } from "./support/stackConfig.ts";
import { cannotRun, type Toolchain, toolchain } from "./support/toolchain.ts";

const canary = "canary-of-a-secret";

describe.skipIf(cannotRun())("the preconditions of a stack", () => {
  let tools: Toolchain;
  let cluster: LocalCluster;
  let home: PulumiHome;
  let stack: PulumiStack;
  let config: Config;

  beforeAll(async () => {
    tools = await toolchain();
    cluster = await LocalCluster.start(tools);
    home = new PulumiHome(tools);
    config = merged(configOf("dev"), {
      mlops: undefined,
      cluster: { renderTo: undefined, kubeconfig: cluster.kubeconfig },
    });
    stack = await home.stack("bare", config);
  });

  afterAll(async () => {
    home?.remove();
    await cluster?.stop();
  });

  describe("on an empty cluster", () => {
    it.each(["preview", "up"] as const)("fail `%s` in one error, before anything is made", async (command) => {
      const { succeeded, errors, steps } = await stack[command]();
      expect(succeeded).toBe(false);
      expect(lacking(errors)).toEqual([
        "CloudNativePG",
        "Barman Cloud plugin",
        "Gateway gateway/mlops",
        "Namespace mlflow",
        "Secret mlflow/mlflow-credentials",
        "Secret mlflow/mlflow-pg-owner",
        "Secret mlflow/object-store-keys",
        "Secret mlflow/object-store-ca",
      ]);
      expect(steps.filter(({ type }) => type !== "Stack")).toEqual([]);
    });

    it("are shown to people without a stack trace", async () => {
      const shown = await stack.shown("preview");
      expect(shown).toContain("The cluster lacks 8 things that the stack needs. Nothing was changed.");
      expect(shown).not.toMatch(/^\s+at .+\.ts:\d+/m);
    });
  });

  describe("fixed as the error says", () => {
    it("are gone: the namespace and its Secrets", async () => {
      const { errors } = await stack.preview();
      const fixes = fixesOf(errors, /^(Namespace|Secret) /);
      expect(fixes).toHaveLength(5);
      await cluster.shell(
        [`export ACCESS_KEY_ID=${canary} SECRET_ACCESS_KEY=${canary}; echo certificate > ca.crt`, ...fixes].join("\n"),
      );
      expect(lacking((await stack.preview()).errors)).toEqual([
        "CloudNativePG",
        "Barman Cloud plugin",
        "Gateway gateway/mlops",
      ]);
    });

    it("are gone: keys that are missing, empty or wrong, and another type", async () => {
      await cluster.shell(`
        kubectl -n mlflow delete secret mlflow-pg-owner
        kubectl -n mlflow create secret generic mlflow-pg-owner --from-literal=username=${canary} --from-literal=password=${canary}
        kubectl -n mlflow patch secret mlflow-credentials --type json --patch '[{"op": "remove", "path": "/data/kek-passphrase"}]'
        kubectl -n mlflow patch secret object-store-keys --type merge --patch '{"data": {"SECRET_ACCESS_KEY": ""}}'
      `);
      const { errors, output } = await stack.preview();
      expect(errors).toContain("no key kek-passphrase");
      expect(errors).toContain("type Opaque, a username other than mlflow");
      expect(errors).toContain("an empty value of the key SECRET_ACCESS_KEY");
      expect(output).not.toContain(canary);
      const fixes = fixesOf(errors, /^Secret /);
      await cluster.shell([`export SECRET_ACCESS_KEY=${canary}`, ...fixes].join("\n"));
      expect(lacking((await stack.preview()).errors).filter((name) => name.startsWith("Secret"))).toEqual([]);
      const password = ["get", "secret", "mlflow-pg-owner", "-n", "mlflow", "-o", "jsonpath={.data.password}"];
      expect(Buffer.from(await cluster.kubectl(password), "base64").toString()).toBe(canary);
    });
  });

  describe("of operators", () => {
    beforeAll(async () => {
      const crds = ["cloudnative-pg-v1.30.0", "barman-cloud-v0.14.0"];
      await cluster.kubectl(["apply", "--server-side", ...crds.flatMap((name) => ["-f", join(tools.crds, name)])]);
      await cluster.standIn("postgresOperators", "gateway");
    });

    it("are met by operators that are ready", async () => {
      const { succeeded, errors } = await stack.preview();
      expect(errors).toBe("");
      expect(succeeded).toBe(true);
    });

    it("name one that is not ready, and what to look at", async () => {
      await cluster.shell(`
        kubectl -n cnpg-system patch deployment barman-cloud --type merge --patch '{"spec": {"template": {"spec": {"nodeSelector": {"no": "such"}}}, "strategy": {"type": "Recreate", "rollingUpdate": null}}}'
        kubectl -n cnpg-system wait deployment barman-cloud --for=condition=Available=False --timeout=60s
      `);
      const { succeeded, errors } = await stack.preview();
      expect(succeeded).toBe(false);
      expect(lacking(errors)).toEqual(["Barman Cloud plugin"]);
      expect(errors).toContain("the plugin, Deployment cnpg-system/barman-cloud, is not ready: 0 of 1 replicas");
      const [fix = ""] = fixesOf(errors, /^Barman/);
      expect(await cluster.shell(fix)).toContain("didn't match Pod's node affinity/selector");
    });

    it("are passed over as the error says", async () => {
      const { errors } = await stack.preview();
      await stack.paste(/pulumi config set .*cluster\.unchecked.*$/m.exec(errors)?.[0]);
      expect(await stack.preview()).toMatchObject({ succeeded: true, errors: "" });
      stack.configure(config);
    });
  });

  describe("on the API server's ports", () => {
    it("name a port that the config does not have, and are met when it is set as the error says", async () => {
      await cluster.kubectl(["apply", "--filename", "-"], JSON.stringify(apiServerEndpoints(16443)));
      stack.configure(merged(config, { cluster: { unchecked: ["Barman Cloud plugin"] } }));
      const { errors } = await stack.preview();
      expect(lacking(errors)).toEqual(["Ports of the API server"]);
      const [fix = ""] = fixesOf(errors, /^Ports/);
      await stack.paste(fix);
      expect((await stack.preview()).errors).toBe("");
    });
  });

  describe("that cannot be read", () => {
    it("are named with the right that is missing, and fail nothing", async () => {
      const nobody = join(home.folder, "nobody");
      await cluster.shell(`
        sed 's/local-admin-token/local-nobody-token/' ${cluster.kubeconfig} > ${nobody}
        kubectl create clusterrole reads-namespaces --verb=get --resource=namespaces
        kubectl create clusterrolebinding nobody --clusterrole=reads-namespaces --user=nobody
      `);
      stack.configure(merged(config, { cluster: { kubeconfig: nobody } }));
      const shown = await stack.shown("preview");
      expect(shown).toContain("These preconditions were not checked:");
      expect(shown).toContain("no permission to get Secret mlflow-pg-owner in namespace mlflow");
      expect(shown).not.toContain("Namespace mlflow:");
      expect(shown).not.toContain("The cluster lacks");
    });

    it("are a warning where there is no cluster", async () => {
      const away = join(home.folder, "away");
      await cluster.shell(
        `sed 's|https://127.0.0.1:[0-9]*|https://127.0.0.1:${await freePort()}|' ${cluster.kubeconfig} > ${away}`,
      );
      stack.configure(merged(config, { cluster: { kubeconfig: away } }));
      const shown = await stack.shown("preview");
      expect(shown).toContain("The cluster can't be read (ECONNREFUSED)");
      expect(shown).not.toContain("The cluster lacks");
    });
  });
});

/** Names of what an error lists. */
function lacking(errors: string): string[] {
  return [...errors.matchAll(/^ {2}(\S.*)\n {4}needed by /gm)].map(([, name = ""]) => name);
}

/** Fixes of what is named so, as they stand in the error: a command may go on below its first line. */
function fixesOf(errors: string, name: RegExp): string[] {
  const entries = errors.split("\n\n").filter((entry) => name.test(entry.trimStart()));
  return entries.map((entry) => (/^ {4}fix {7}([\s\S]*)/m.exec(entry)?.[1] ?? "").replaceAll(/^ {14}/gm, ""));
}

/** As the API server writes them itself, but where a test's cluster tells it not to. */
function apiServerEndpoints(port: number): object {
  return {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { name: "kubernetes", namespace: "default", labels: { "kubernetes.io/service-name": "kubernetes" } },
    addressType: "IPv4",
    endpoints: [{ addresses: ["192.0.2.1"] }],
    ports: [{ name: "https", port, protocol: "TCP" }],
  };
}

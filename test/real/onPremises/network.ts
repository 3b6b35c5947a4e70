import { beforeAll, describe, expect, it } from "vitest";
import { Client } from "../support/client.ts";
import { namespace } from "../support/onPremises.ts";
import type { Platform } from "../support/platform.ts";

/** NetworkPolicies, enforced: what must not pass is refused. That the rest passes, every other test shows. */
export function network(platform: () => Platform): void {
  describe("who reaches what", () => {
    let stranger: Client;
    let neighbour: Client;

    beforeAll(async () => {
      const { node } = platform();
      stranger = await Client.start(node, { namespace: "users", name: "stranger", uri: "http://nowhere" });
      await node.shell(
        `kubectl -n users get configmap gateway-ca -o yaml | sed 's/namespace: users/namespace: ${namespace}/' | kubectl apply -f -`,
      );
      neighbour = await Client.start(node, { namespace, name: "neighbour", uri: "http://nowhere" });
    });

    it.each([
      ["MLflow's Service", `mlflow.${namespace}.svc`, 5000],
      ["PostgreSQL", `mlflow-pg-v1-rw.${namespace}.svc`, 5432],
      ["the instances' own port", `mlflow-pg-v1-rw.${namespace}.svc`, 8000],
    ])("another namespace does not reach %s", async (_, target, port) => {
      expect(await stranger.reaches(target, port)).toBe(false);
    });

    it("a pod beside MLflow reaches neither PostgreSQL nor MLflow", async () => {
      expect(await neighbour.reaches("mlflow-pg-v1-rw", 5432)).toBe(false);
      expect(await neighbour.reaches("mlflow", 5000)).toBe(false);
    });

    it("that pod reaches the store, which no policy is in the way of", async () => {
      expect(await neighbour.reaches("s3.object-store.svc", 9000)).toBe(true);
    });

    it("MLflow does not reach a Service that it has no business with, which another pod does", async () => {
      const service = ["cnpg-webhook-service.cnpg-system.svc", 443] as const;
      expect(await stranger.reaches(...service)).toBe(true);
      const connect = `import socket; socket.create_connection(("${service[0]}", ${service[1]}), 4)`;
      const exec = ["-n", namespace, "exec", "deploy/mlflow", "--", "python", "-c", connect];
      expect((await platform().node.tryKubectl(exec)).code).not.toBe(0);
    });
  });
}

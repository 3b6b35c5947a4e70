import { expect, test } from "vitest";
import { recoverable } from "../../../components/postgres/recoverable.ts";
import { LiveClusterDouble } from "../../support/liveClusterDouble.ts";
import { shortenPauses } from "../../support/shortPauses.ts";

shortenPauses();

const backup = (name: string, status: object) => ({
  apiVersion: "postgresql.cnpg.io/v1",
  kind: "Backup",
  metadata: { name, creationTimestamp: new Date(Date.now() - 60_000) },
  spec: { cluster: { name: "pg-v1" } },
  status,
});
const cluster = (archiving?: { status: string; message: string }) => ({
  kind: "Cluster",
  metadata: { name: "pg-v1" },
  status: { conditions: archiving ? [{ type: "ContinuousArchiving", ...archiving }] : [] },
});
const archived = cluster({ status: "True", message: "" });

const ask = (live: LiveClusterDouble, said: string[] = [], isUpdate = false) =>
  recoverable(live, { clusterName: "pg-v1", namespace: "ml", isUpdate, say: (message) => said.push(message) });

test("a completed base backup and archived WAL are enough", async () => {
  const live = new LiveClusterDouble([backup("first", { phase: "completed" }), archived]);
  await ask(live);
  expect(live.made).toEqual([]);
});

test("a failed base backup is taken again, and its error is logged", async () => {
  const live = new LiveClusterDouble([backup("first", { phase: "failed", error: "access denied" }), archived]);
  const said: string[] = [];
  const asked = ask(live, said);
  live.create = async (object) => {
    live.made.push(object);
    live.objects.unshift(backup("second", { phase: "completed" }));
  };
  await asked;
  expect(live.made).toMatchObject([{ kind: "Backup", spec: { cluster: { name: "pg-v1" }, method: "plugin" } }]);
  expect(said[0]).toContain("Backup first failed: access denied It is taken again (2 of 3).");
});

test("three failed base backups are an error", async () => {
  const live = new LiveClusterDouble([backup("first", { phase: "failed", error: "access denied" }), archived]);
  await expect(ask(live)).rejects.toThrow(
    "Cluster ml/pg-v1 has no base backup to restore from: 3 attempts failed. Backup first failed: access denied",
  );
  expect(live.made).toHaveLength(2);
});

test("missing WAL is reported, even beside a complete backup", async () => {
  const live = new LiveClusterDouble([
    backup("first", { phase: "completed" }),
    cluster({ status: "False", message: "forbidden" }),
  ]);
  const said: string[] = [];
  const asked = ask(live, said);
  await expect.poll(() => said[0]).toContain("WAL is not archived: forbidden");
  live.objects.push(...live.objects.splice(1, 1).map(() => archived));
  await asked;
});

test("another destination needs a backup of its own", async () => {
  const live = new LiveClusterDouble([backup("elsewhere", { phase: "completed" }), archived]);
  live.create = async (object) => {
    live.made.push(object);
    live.objects.push({
      ...backup("here", { phase: "completed" }),
      metadata: { name: "here", creationTimestamp: new Date() },
    });
  };
  await ask(live, [], true);
  expect(live.made).toHaveLength(1);
});

import { describe, expect, it } from "vitest";
import { workspace } from "../../support/upgrades.ts";

const values = `# canary-comment
securityOptions: [1]
storage:
  persistence: {enabled: true, key: canary-removed}
  cloudPersistence:
    url: s3://user:canary-url@bucket/prefix?region=eu
    access_key_id: canary-access
    secret_access_key: canary-key   # canary-trailing
  tls: {enabled: true, key: canary-tls}
  extraEnv:
  - {name: ENABLE_USER_EXTERNALID_UPDATE, value: canary-env}
deploymentEnvironment:
  corsOrigin: https://me:canary-origin@example.com
database:
  connection: postgres://u:canary-connection@db/x
  certificate: |
    canary-block
affinity: {podAffinity: {matchExpression: [canary-affinity]}}
`;

const deployments = `deployments:
- name: churn   # canary-name
  runtime: dai_mojo_runtime
  image: registry.example.com/h2oai/rest-scorer:1.4.0
  replicas: 0
  monitoring: true
  note: canary-note
  env: {H2O_SCORER_WORKERS: "4", TOKEN: canary-token}
  model: {framework: driverless-ai, version: 1.10.4.3, python: "3.8"}
`;

const answers = `# canary-answers
objectStore:
  provider: minio
  bucket: b
  region: r
  endpoint: minio.example.com
  accessKeyId: canary-id
  secretAccessKey: canary-secret
`;

describe("a secret", () => {
  it.each(["text", "json", "markdown", "sarif", "diff"])("is never shown as %s", (format) => {
    const { upgrade, read } = workspace({ values, deployments, answers });
    const shown = format === "diff" ? ["--diff"] : ["--format", format];
    const { code, stdout, stderr } = upgrade("--from", "0.66", "--to", "1.1", "--out", "up", ...shown);
    expect(code).toBe(3);
    for (const text of [stdout, stderr, read("up/plan.json"), read("up/plan.md")]) {
      expect(text).not.toMatch(/canary/);
    }
    expect(stdout).toContain("storage.persistence");
  });

  it("is only in the written values", () => {
    const { upgrade, read } = workspace({ values, deployments, answers });
    upgrade("--from", "0.66", "--to", "1.1", "--out", "up");
    expect(read("up/1.1.0/values.yaml")).toContain("postgres://u:canary-connection@db/x");
  });
});

import type { ReleaseArgs } from "@pulumi/kubernetes/helm/v3/release.js";
import type { Unwrap } from "@pulumi/pulumi";
import { type Case, type CaseResource, resource } from "../../case.ts";

const release = (name: string, inputs: Partial<Unwrap<ReleaseArgs>> = {}): CaseResource =>
  resource("kubernetes:helm.sh/v3:Release", name, {
    name,
    namespace: name,
    chart: "app",
    version: "1.2.3",
    repositoryOpts: { repo: "https://charts.example.com" },
    ...inputs,
  });

const chart = (name: string, inputs: object): CaseResource =>
  resource("kubernetes:helm.sh/v4:Chart", name, { namespace: name, chart: "app", ...inputs });

const withValues = (name: string, values: object) => release(name, { values });

const pinned = "helm-chart-pinned";
const tls = "helm-repository-over-tls";
const secrets = "helm-values-without-secrets";
const awaited = "helm-release-awaited";
const forced = "helm-release-not-forced";

const http = { repo: "http://charts.example.com" };

export const helmCases: Case[] = [
  {
    rule: pinned,
    passes: [
      [release(pinned)],
      [release(pinned, { chart: "oci://registry.example.com/app", version: "v1.2.3-rc.1" })],
      [chart(pinned, { chart: "./charts/app" })],
      [chart(pinned, { chart: "./charts/app-1.2.3.tgz" })],
    ],
    fails: [
      [release(`${pinned}-2`, { version: undefined })],
      [release(`${pinned}-3`, { version: "^1.2" })],
      [release(`${pinned}-4`, { chart: "oci://registry.example.com/app", version: "1.x", repositoryOpts: undefined })],
    ],
  },
  { rule: tls, passes: [[release(tls)]], fails: [[release(`${tls}-2`, { repositoryOpts: http })]] },
  {
    rule: secrets,
    passes: [
      [withValues(secrets, { auth: { adminPassword: "[secret]", existingSecret: "admin", passwordKey: "password" } })],
      [withValues(secrets, { auth: { password: "" }, tokenSecretRef: { name: "token" }, secretName: "keys" })],
      [withValues(secrets, { env: [{ name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "p" } } }] })],
      [withValues(secrets, { database: "postgres://app@db.example.com/app", tokenExpiry: "1h" })],
    ],
    fails: [
      [withValues(`${secrets}-2`, { auth: { adminPassword: "example" } })],
      [withValues(`${secrets}-3`, { oidc: { clientSecret: "example" } })],
      [withValues(`${secrets}-4`, { env: [{ name: "DB_PASSWORD", value: "example" }] })],
      [withValues(`${secrets}-5`, { database: "postgres://app:example@db.example.com/app" })],
      [withValues(`${secrets}-6`, { tokens: [{ api_key: 12345678 }] })],
      [release(`${secrets}-7`, { repositoryOpts: { repo: "https://charts.example.com", password: "example" } })],
    ],
  },
  { rule: awaited, passes: [[release(awaited)]], fails: [[release(`${awaited}-2`, { skipAwait: true })]] },
  { rule: forced, passes: [[release(forced)]], fails: [[release(`${forced}-2`, { forceUpdate: true })]] },
];

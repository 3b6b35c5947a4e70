import { type Case, type CaseResource, resource } from "../../case.ts";
import { deployment } from "../../pod.ts";

const release = (name: string, description: string | undefined, parent?: string): CaseResource =>
  resource(
    "kubernetes:helm.sh/v3:Release",
    name,
    { name, namespace: name, chart: "./mlops", ...(description && { description }) },
    { ...(parent && { parent }) },
  );

const component = (type: string, name: string, inputs: object = {}): CaseResource =>
  resource(`mlops-platform:${type}`, name, inputs);

const mlops = (name: string, inputs: object = {}) => component("mlops:MlopsRelease", name, inputs);

const known = "release-known";
const carried = "release-carried";
const gates = "release-gates-confirmed";

const mlflow = (name: string): CaseResource => ({ ...deployment(name), parent: `${name}-component` });

export const releaseCases: Case[] = [
  {
    rule: known,
    passes: [[release(known, "h2o-mlops 0.69.1")], [release(known, "yatai 1.1.0")]],
    fails: [
      [release(`${known}-2`, "h2o-mlops 0.60.0")],
      [release(`${known}-3`, "h2o-mlops 1.9.0")],
      [release(`${known}-4`, "yatai 0.3.0")],
    ],
  },
  {
    rule: carried,
    passes: [
      [mlops(`${carried}-component`), release(carried, "h2o-mlops 0.69.1", `${carried}-component`)],
      [release(carried, undefined)],
      [deployment(carried)],
    ],
    fails: [
      [mlops(`${carried}-2-component`), release(`${carried}-2`, undefined, `${carried}-2-component`)],
      [component("mlflow:Mlflow", `${carried}-3-component`), mlflow(`${carried}-3`)],
    ],
  },
  {
    rule: gates,
    passes: [[mlops(gates)], [mlops(gates, { unconfirmedGates: [] })]],
    fails: [[mlops(`${gates}-2`, { unconfirmedGates: [{ release: "0.69.0", id: "mlops-0.69-backup" }] })]],
  },
];

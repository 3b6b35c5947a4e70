/** Keys that the chart of 0.4.6 shares with the chart yatai of 1.0, and the address of Yatai for other charts. */

import { isEmpty, type Json, type JsonMap, valueAt } from "../../lib/json.ts";
import { type Edit, merge, move, remove } from "../engine/edits.ts";
import type { Context } from "../engine/places.ts";
import { isSplit } from "./bundled.ts";
import { chart, guide } from "./guide.ts";

const values = chart("yatai", "1.0.0");
const deployment = chart("yatai-deployment", "1.0.13");
const breaking = guide("Breaking Changes");

const shared = [
  "replicaCount",
  "registry",
  "image",
  "imagePullSecrets",
  "nameOverride",
  "fullnameOverride",
  "serviceAccount",
  "podAnnotations",
  "podSecurityContext",
  "securityContext",
  "service",
  "ingress",
  "resources",
  "autoscaling",
  "nodeSelector",
  "tolerations",
  "affinity",
];

export const workloadEdits: Edit[] = [
  merge("yatai-deployment.yatai", ({ values }) => (isSplit(values) ? undefined : endpoint(values)), {
    reason: "Yatai's Service has a different name or port here than yatai-deployment expects.",
    source: deployment("yatai")("endpoint: http://yatai.yatai-system.svc.cluster.local"),
  }),
  merge("yatai-deployment.yataiServiceAccount", ({ values }) => (isSplit(values) ? undefined : account(values)), {
    reason: "Yatai runs as a different service account here than the one that yatai-deployment grants permissions to.",
    source: deployment("yataiServiceAccount")('name: "yatai"'),
  }),
  remove("image.tag", {
    reason: "The tag names an image of 0.4. The chart of 1.0 sets its own.",
    source: values("image")("# Overrides the image tag whose default is the chart appVersion."),
  }),
  ...shared.map((setting) =>
    move(setting, `yatai.${setting}`, {
      reason: "Each component has its own chart, with its values below a key of its own.",
      source: breaking("Split Yatai into two components for better modularization and separation of concerns."),
    }),
  ),
  move("config", "yatai.configFileContent", {
    reason: "The key is named configFileContent in the new chart.",
    source: values("configFileContent")(
      "# You can put your config.yaml content here. This is the configuration of the Yatai api-server",
    ),
  }),
];

/** Whether a tag names an image of 1.0, which a chart of 1.1 can't run. */
export function isTagOf10(path: string[]): (context: Context) => boolean {
  return ({ values }) => /^v?1\.0(\.|-|$)/.test(String(valueAt(values, path)));
}

/** Address of the Service; undefined if it is the default. */
function endpoint(values: JsonMap): JsonMap | undefined {
  const host = `${fullName(values)}.yatai-system.svc.cluster.local`;
  const port = valueAt(values, ["service", "port"]) ?? 80;
  const isExpected = host === "yatai.yatai-system.svc.cluster.local" && Number(port) === 80;
  return isExpected ? undefined : { endpoint: Number(port) === 80 ? `http://${host}` : `http://${host}:${port}` };
}

/** Name of the service account, as the chart's helper `yatai.serviceAccountName` computes it. */
function account(values: JsonMap): JsonMap | undefined {
  const isCreated = valueAt(values, ["serviceAccount", "create"]) !== false;
  const name = nameAt(values, "serviceAccount", "name") ?? (isCreated ? fullName(values) : "default");
  return name === "yatai" ? undefined : { name };
}

/** Full name as the chart's helper `yatai.fullname` computes it for the release `yatai`. */
function fullName(values: JsonMap): string {
  const name = nameAt(values, "nameOverride") ?? "yatai";
  const full = nameAt(values, "fullnameOverride") ?? ("yatai".includes(name) ? "yatai" : `yatai-${name}`);
  return full.slice(0, 63).replace(/-$/, "");
}

function nameAt(values: JsonMap, ...path: string[]): string | undefined {
  const name: Json | undefined = valueAt(values, path);
  return typeof name === "string" && !isEmpty(name) ? name : undefined;
}

/** Network settings of deployments, which belong to yatai-deployment as of 1.0. */

import { isEmpty, valueAt } from "../../lib/json.ts";
import { type Edit, remove } from "../engine/edits.ts";
import { chart } from "./guide.ts";
import { moveEach } from "./moveEach.ts";

const network = chart("yatai-deployment", "1.0.13")("layers.network");

export const networkEdits: Edit[] = [
  remove("layers.network.ingressClass", {
    when: ({ values }) => isEmpty(valueAt(values, ["layers", "network", "ingressClass"])),
    reason: "The ingress class is empty, and the new chart needs one. Without the key it defaults to nginx.",
    source: network("ingressClass: nginx"),
  }),
  ...moveEach("layers.network", "yatai-deployment.layers.network", {
    reason: "yatai-deployment creates the routes of deployments.",
    lines: ["ingressClass: nginx", "ingressAnnotations: {}", "domainSuffix: ''"],
    cite: network,
  }),
];

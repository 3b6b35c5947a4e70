/** The registry for images of bentos: an external one, or the one installed with 0.4.6, which stays. */

import { valueAt } from "../../lib/json.ts";
import { type Edit, merge, move, remove } from "../engine/edits.ts";
import type { Context } from "../engine/places.ts";
import { bringsRegistry, hasExternalRegistry } from "./bundled.ts";
import { chart, guide } from "./guide.ts";
import { moveEach } from "./moveEach.ts";

const to = "yatai-deployment.dockerRegistry";
const after = chart("yatai-deployment", "1.0.13")("dockerRegistry");
const variables = guide("6. Get Docker Registry Environment Variables");

const bundled = { when: isBundled, reason: "The registry installed with 0.4.6 keeps the images." };

const external = { when: hasExternalRegistry, reason: "yatai-deployment builds and pushes the images." };

export const registryEdits: Edit[] = [
  merge(to, () => ({ server: "127.0.0.1:5000" }), {
    ...bundled,
    source: variables("export DOCKER_REGISTRY_SERVER=127.0.0.1:5000"),
  }),
  merge(to, () => ({ inClusterServer: "yatai-docker-registry.yatai-components.svc.cluster.local:5000" }), {
    ...bundled,
    source: variables(
      "export DOCKER_REGISTRY_IN_CLUSTER_SERVER=yatai-docker-registry.yatai-components.svc.cluster.local:5000",
    ),
  }),
  merge(to, () => ({ secure: false }), { ...bundled, source: variables("export DOCKER_REGISTRY_SECURE=false") }),
  merge(to, () => ({ bentoRepositoryName: "bentos" }), {
    ...bundled,
    source: variables("export DOCKER_REGISTRY_BENTO_REPOSITORY_NAME=bentos"),
  }),

  ...moveEach("externalDockerRegistry", to, {
    ...external,
    lines: ["server: ''", "username: ''", "secure: true", "bentoRepositoryName: yatai-bentos"],
    cite: after,
  }),
  move("externalDockerRegistry.existingSecret", `${to}.passwordExistingSecretName`, {
    ...external,
    source: after("passwordExistingSecretName: ''"),
  }),
  move("externalDockerRegistry.existingSecretPasswordKey", `${to}.passwordExistingSecretKey`, {
    ...external,
    source: after("passwordExistingSecretKey: ''"),
  }),
  remove("externalDockerRegistry.modelRepositoryName", {
    when: hasExternalRegistry,
    reason: "Only bentos have images, so the chart has no other repository.",
    source: after("bentoRepositoryName: yatai-bentos"),
  }),
  remove("externalDockerRegistry.enabled", {
    reason: "The switch is removed: the registry is always set.",
    source: after("server: ''"),
  }),
];

function isBundled({ values }: Context): boolean {
  return bringsRegistry({ values }) && valueAt(values, ["yatai-deployment", "dockerRegistry"]) === undefined;
}

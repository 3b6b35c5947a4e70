/** Where the facts about Yatai are from. The guide and the pages name the charts, and the charts name the keys. */
import { document } from "../engine/source.ts";

/** From 0.4.6 to 1.0. */
export const guide = document("003_f92989fcb8c83069.txt", "Yatai migration guide");

/** A page of Yatai's documentation, as of May 2024. */
export function page(path: string, title: string) {
  return document(`bentoml/Yatai 419711b: docs/source/${path}.rst`, title);
}

export const nextGuide = page(
  "upgrade/migration_yatai-deployment_from_1-0-x_to_1-1-x",
  "Migration yatai-deployment from 1.0.x to 1.1.x",
);

/** What became of the images of Bitnami's charts. */
export const bitnami = document(
  "https://github.com/bitnami/containers/issues/96169",
  "Bitnami containers, issue 96169",
);

/** A line in a chart's file; the heading is the key or the object that it belongs to. */
export function chart(name: string, version: string, file = "values.yaml") {
  return document(`${name}-${version}.tgz: ${file}`, `Chart ${name} ${version}`);
}

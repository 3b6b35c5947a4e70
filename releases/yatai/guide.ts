/** Sources about Yatai: its migration guide, pages of its documentation, and files of its charts. */
import { document } from "../engine/source.ts";

/** From 0.4.6 to 1.0. */
export const guide = document("Yatai migration guide, 0.4.6 to 1.0", "Yatai migration guide");

/** A page of Yatai's documentation, as of May 2024. */
export function page(path: string, title: string) {
  return document(`bentoml/Yatai 419711b: docs/source/${path}.rst`, title);
}

export const nextGuide = page(
  "upgrade/migration_yatai-deployment_from_1-0-x_to_1-1-x",
  "Migration yatai-deployment from 1.0.x to 1.1.x",
);

/** Announcement that Bitnami moves the images of its charts. */
export const bitnami = document(
  "https://github.com/bitnami/containers/issues/96169",
  "Bitnami containers, issue 96169",
);

/** A file of a chart. The heading is the key or the object that the quoted line belongs to. */
export function chart(name: string, version: string, file = "values.yaml") {
  return document(`${name}-${version}.tgz: ${file}`, `Chart ${name} ${version}`);
}

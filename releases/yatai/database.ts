/** The database: 1.0 installs none and has other keys for an external one. */

import { isEmpty, valueAt } from "../../lib/json.ts";
import { type Edit, merge, move, remove, set, setDefault } from "../engine/edits.ts";
import type { Context } from "../engine/places.ts";
import { bringsDatabase, hasExternalDatabase } from "./bundled.ts";
import { chart, guide, page } from "./guide.ts";
import { moveEach } from "./moveEach.ts";

const before = chart("yatai", "0.4.6");
const after = chart("yatai", "1.0.0");
const restore = guide("5. Install Yatai");

const external = {
  when: hasExternalDatabase,
  reason: "The chart has one set of keys for the database, which is always external.",
};

export const databaseEdits: Edit[] = [
  merge("yatai.postgresql", () => ({ host: "postgresql-ha-pgpool.yatai-system.svc.cluster.local", port: 5432 }), {
    when: isNew,
    reason: "The database that the chart of 0.4.6 installed is replaced by the one installed for 1.0.",
    source: restore("kubectl port-forward --namespace yatai-system svc/postgresql-ha-pgpool 5433:5432 &"),
  }),
  merge("yatai.postgresql", () => ({ user: "postgres", database: "yatai" }), {
    when: isNew,
    reason: "The dump is restored by this user, into this database.",
    source: restore("pg_restore -h localhost -p 5433 -U postgres -d yatai /tmp/yatai.tar"),
  }),
  merge("yatai.postgresql", newPassword, {
    when: isNew,
    reason:
      "The chart of the new database stores its password in this Secret. (The key is not the one that the guide prints.)",
    source: page("installation/yatai", "Installing Yatai")("Install New PostgreSQL")(
      `export PG_PASSWORD=$(kubectl get secret --namespace yatai-system postgresql-ha-postgresql -o jsonpath="{.data.password}" | base64 -d)`,
    ),
  }),

  ...moveEach("externalPostgresql", "yatai.postgresql", {
    ...external,
    lines: ["host: localhost", "port: 5432", "user: yatai", "database: yatai", "sslmode: disable", "password: ''"],
    cite: after("postgresql"),
  }),
  setDefault("yatai.postgresql.host", "localhost", {
    ...external,
    source: before("externalPostgresql")("host: localhost"),
  }),
  move("externalPostgresql.existingSecret", "yatai.postgresql.passwordExistingSecretName", {
    ...external,
    source: after("postgresql")("passwordExistingSecretName: ''"),
  }),
  move("externalPostgresql.existingSecretPasswordKey", "yatai.postgresql.passwordExistingSecretKey", {
    ...external,
    source: after("postgresql")("passwordExistingSecretKey: ''"),
  }),
  set("yatai.postgresql.passwordExistingSecretKey", "postgresql-password", {
    when: hasSecretWithoutKey,
    reason: "This is the default key of the Secret in 0.4.6; the new chart has no default.",
    source: chart("yatai", "0.4.6", "templates/_helpers.tpl")("yatai.postgresql.existingsecret.key")(
      `{{- printf "%s" "postgresql-password" -}}`,
    ),
  }),

  ...["enabled", "nameOverride", "postgresqlUsername", "postgresqlDatabase", "existingSecret"].map((setting) =>
    remove(`postgresql.${setting}`, {
      reason: "The chart no longer installs a database.",
      source: restore("install a new PostgreSQL as described in the documentation above."),
    }),
  ),
];

/** Whether a new database replaces the old one and the values do not configure it yet. */
function isNew({ values }: Context): boolean {
  return bringsDatabase({ values }) && valueAt(values, ["yatai", "postgresql"]) === undefined;
}

function newPassword() {
  return { passwordExistingSecretName: "postgresql-ha-postgresql", passwordExistingSecretKey: "password" };
}

function hasSecretWithoutKey({ values }: Context): boolean {
  return (
    hasExternalDatabase({ values }) &&
    !isEmpty(valueAt(values, ["externalPostgresql", "existingSecret"])) &&
    isEmpty(valueAt(values, ["externalPostgresql", "existingSecretPasswordKey"]))
  );
}

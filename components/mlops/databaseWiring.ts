import { databaseComponents } from "../../config/mlops/mlops.ts";
import { pathOf } from "../../lib/path.ts";
import { compareVersions } from "../../releases/engine/versions.ts";
import { type DatabaseLogin, databaseLogin } from "../postgres/databaseLogin.ts";
import { iamConnectionString } from "../postgres/iamLogin.ts";
import type { DatabaseComponent, MlopsDatabase, MlopsReleaseArgs } from "./args.ts";
import { passwordConnectionString } from "./connectionString.ts";
import { mergedWirings, noWiring, unknownBefore, type Wiring } from "./wiring.ts";

/** Connection strings, each at the path that the user names, and the right to log in with an IAM role. */
export function databaseWiring(args: MlopsReleaseArgs, release: string): Wiring {
  const { databases } = args;
  const given = databaseComponents.filter((component) => databases?.[component] !== undefined);
  if (given.length > 0 && compareVersions(release, "0.70") < 0) {
    return unknownBefore("databases", "0.70", release);
  }
  return mergedWirings(...given.map((component) => componentWiring(args, component)));
}

function componentWiring(args: MlopsReleaseArgs, component: DatabaseComponent): Wiring {
  const database = args.databases?.[component];
  const path = args.databases?.valuesPath[component];
  // The schema of the args requires both.
  return database === undefined || path === undefined ? noWiring : wired(args, component, database, path);
}

function wired(args: MlopsReleaseArgs, component: DatabaseComponent, database: MlopsDatabase, path: string): Wiring {
  if (database.kind === "password") {
    return { ...noWiring, settings: [{ path: pathOf(path), value: passwordConnectionString(database) }] };
  }
  const { namespace, objectStore, serviceAccounts } = args;
  const { resourceId, user } = database;
  const serviceAccount = serviceAccounts[component] ?? "";
  const role = objectStore?.awsRole?.({ namespace, serviceAccount });
  if (role === undefined) {
    return noWiring;
  }
  const login = databaseLogin(role, { resourceId, user });
  return {
    settings: [{ path: pathOf(path), value: iamConnectionString({ ...database, region: login.region }) }],
    warnings: component === "storage" ? [] : unnamed(serviceAccount, login),
    ready: login.ready,
  };
}

/** Annotations of a service account other than that of storage, for which no guide names a value. */
function unnamed(serviceAccount: string, { annotations }: DatabaseLogin): string[] {
  return Object.entries(annotations).map(
    ([name, value]) =>
      `No guide names a value for annotations of the service account ${serviceAccount}. Annotate it yourself with ${name}: ${value}.`,
  );
}

/** Values by name and key of a Secret. */
export type Secrets = Record<string, Record<string, string>>;

export interface SecretRef {
  name: string;
  key: string;
}

/** The Secrets that the dev stack expects to exist. Their values would break a URI, an ini file or a shell. */
export const secrets: Secrets = {
  "mlflow-pg-owner": { username: "mlflow", password: "pg-canary@db/p:5432%40 '\"$HOME;#\\" },
  "mlflow-credentials": {
    username: "admin",
    password: "admin-canary@h/p:%s%%40 '$HOME;#",
    "flask-secret-key": "flask-canary-4f6b1c/%=",
    "kek-passphrase": "kek-canary-a90d77/%=",
  },
  "object-store-keys": { ACCESS_KEY_ID: "access-canary-1", SECRET_ACCESS_KEY: "secret-canary/2+%=" },
};

/** One value, or an error that names what the table lacks. */
export function secretValue(table: Secrets, { name, key }: SecretRef): string {
  const value = table[name]?.[key];
  if (value === undefined) {
    throw new Error(`no test value for key "${key}" of Secret "${name}"`);
  }
  return value;
}

/** What nobody may ever read in a file or a log, as it is and as a URI would hold it. */
export const canaries: string[] = Object.values(secrets)
  .flatMap((keys) => Object.entries(keys))
  .filter(([key]) => key !== "username")
  .flatMap(([, value]) => [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]);

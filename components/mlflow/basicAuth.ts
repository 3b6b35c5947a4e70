import { databases, databaseUri } from "./environment.ts";

/** Where the server finds its `basic_auth.ini`. */
export const basicAuthPath = "/etc/mlflow/basic_auth.ini";

/**
 * Settings of MLflow's basic-auth app, without a secret: a ConfigMap will do.
 *
 * Passwords are checked with scrypt (0.4 s and more a request); the cache makes that once a minute and user for each
 * worker, so a changed password or permission takes up to a minute to hold.
 */
export const basicAuthIni = `[mlflow]
default_permission = READ
database_uri = ${databaseUri(databases.users)}
authorization_function = mlflow.server.auth:authenticate_request_basic_auth
auth_cache_ttl_seconds = 60
`;

/** Keys of the Secret with MLflow's own credentials, existing or made here. */
export const credentialKeys = {
  username: "username",
  password: "password",
  flaskSecretKey: "flask-secret-key",
  kekPassphrase: "kek-passphrase",
} as const;

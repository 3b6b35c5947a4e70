/** Where this machine keeps what a pod finds in the cluster. */
export interface Here {
  postgresql: { host: string; port: number };
  objectStore: { endpoint: string };
  server: { port: number };
}

export interface Replacement {
  why: string;

  /** The value used here. `mounted` finds the folder that stands for a mount, and keeps the rest of the path. */
  value: (here: Here, mounted: () => string) => string;
}

const mount = (what: string): Replacement => ({
  why: `${what}: a process without a container has no mounts, so they are folders elsewhere`,
  value: (_, mounted) => mounted(),
});

/**
 * All in which a process of this test differs from its rendered container, by option or environment variable. What is
 * not here runs letter for letter as rendered, beside `PATH`, which the image sets.
 */
export const replacements: Record<string, Replacement> = {
  "--host": { why: "nobody but this machine reaches a test's server", value: () => "127.0.0.1" },
  "--port": { why: "a free port", value: ({ server }) => String(server.port) },
  "--expose-prometheus": mount("metrics of the workers, under /tmp"),

  HOME: mount("the pod's /tmp"),
  TMPDIR: mount("the pod's /tmp"),
  MLFLOW_AUTH_CONFIG_PATH: mount("file of the ConfigMap"),
  PGSSLROOTCERT: mount("the database's CA"),
  AWS_CA_BUNDLE: mount("the object store's CA"),

  PGHOST: { why: "the test's PostgreSQL", value: ({ postgresql }) => postgresql.host },
  PGPORT: { why: "a free port", value: ({ postgresql }) => String(postgresql.port) },
  MLFLOW_S3_ENDPOINT_URL: { why: "the test's S3 server", value: ({ objectStore }) => objectStore.endpoint },
  ENDPOINT: { why: "the test's S3 server", value: ({ objectStore }) => objectStore.endpoint },
  MLFLOW_TRACKING_URI: {
    why: "no Service without a cluster",
    value: ({ server }) => `http://localhost:${server.port}`,
  },
};

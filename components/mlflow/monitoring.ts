import { credentialKeys } from "./basicAuth.ts";

/** Source: CRD servicemonitors.monitoring.coreos.com. Without credentials MLflow answers 401 on `/metrics`. */
export function serviceMonitorSpec(matchLabels: Record<string, string>, credentialsSecret: string) {
  const fromSecret = (key: string) => ({ name: credentialsSecret, key });
  const { username, password } = credentialKeys;
  return {
    selector: { matchLabels },
    endpoints: [
      { port: "http", path: "/metrics", basicAuth: { username: fromSecret(username), password: fromSecret(password) } },
    ],
  };
}

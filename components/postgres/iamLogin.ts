/** Login to PostgreSQL on Amazon RDS with a token of AWS IAM, which the workload's own identity signs. */
export interface IamLogin {
  host: string;
  port: number;
  database: string;
  user: string;

  /** AWS region of the server. */
  region: string;
}

/**
 * Connection string of H2O MLOps' storage and telemetry, as of 0.70. It holds no secret.
 *
 * Source: H2O MLOps guide, 0.70, "Workload identity and IAM authentication".
 */
export function iamConnectionString({ host, port, database, user, region }: IamLogin): string {
  const server = `${host}:${port}`;
  const [userName, databaseName] = [user, database].map(encodeURIComponent);
  const login = {
    aws_iam_auth_enabled: "true",
    aws_iam_auth_region: region,
    aws_iam_auth_user: userName,
    aws_iam_auth_endpoint: server,
  };
  const query = Object.entries(login).map(([key, value]) => `${key}=${value}`);
  return `postgres://${userName}@${server}/${databaseName}?${query.join("&")}`;
}

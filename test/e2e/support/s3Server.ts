import type { Certificate } from "./certificate.ts";
import { freePort, request } from "./http.ts";
import { start, until } from "./process.ts";
import { program } from "./python.ts";
import { withTest } from "./user.ts";

export interface S3Server {
  endpoint: string;
  stop(): Promise<unknown>;
}

/** An S3 server in memory, over TLS; it takes any keys. */
export async function startS3Server(venv: string, certificate: Certificate): Promise<S3Server> {
  const port = await freePort();
  const files = ["--ssl-cert", certificate.certificate, "--ssl-key", certificate.key];
  const address = ["--host", "127.0.0.1", "--port", String(port)];
  const server = start({ argv: [...withTest, program(venv, "moto_server"), ...address, ...files] });
  const answers = () =>
    request({ port, path: "/", authority: certificate.authority }).then(
      ({ status }) => status === 200,
      () => false,
    );
  try {
    await until(answers, server, 60);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { endpoint: `https://localhost:${port}`, stop: () => server.stop() };
}

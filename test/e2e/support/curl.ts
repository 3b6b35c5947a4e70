import type { Network } from "./network.ts";
import { run } from "./process.ts";

export interface Call {
  host: string;
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  scheme?: "http" | "https";
}

export interface Reply {
  status: number;

  /** By name in lower case. */
  headers: Record<string, string>;
  body: string;
}

/** Requests to a Gateway's proxy inside a network, by the names of its hosts. */
export class GatewayClient {
  readonly #network: Network;
  readonly #authority: string;
  readonly #ports: { http: number; https: number };

  /** @param authority file with the certificate that the client trusts, and no other. */
  constructor(network: Network, authority: string, ports: { http: number; https: number }) {
    this.#network = network;
    this.#authority = authority;
    this.#ports = ports;
  }

  async ask({ host, path = "/", method = "GET", headers = {}, body, scheme = "https" }: Call): Promise<Reply> {
    const port = this.#ports[scheme];
    const argv = [
      ...["curl", "--silent", "--show-error", "--include", "--http1.1", "--max-time", "10"],
      ...["--cacert", this.#authority, "--connect-to", `${host}::127.0.0.1:${port}`, "--request", method],
      ...(method === "HEAD" ? ["--head"] : []),
      ...Object.entries(headers).flatMap(([name, value]) => ["--header", `${name}: ${value}`]),
      ...(body === undefined ? [] : ["--data", body]),
      `${scheme}://${host}${path}`,
    ];
    const { code, stdout, output } = await run(this.#network.inside({ argv }));
    if (code !== 0) {
      throw new Error(`${argv.join(" ")}: code ${code}\n${output}`);
    }
    return parse(stdout);
  }

  /** Whether a host is answered for at all. */
  async answers(host: string): Promise<boolean> {
    return this.ask({ host }).then(
      () => true,
      () => false,
    );
  }
}

function parse(text: string): Reply {
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const [first = "", ...lines] = head.split("\r\n");
  return {
    status: Number(first.split(" ")[1]),
    headers: Object.fromEntries(
      lines.map((line) => [line.split(":", 1).join("").toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
    ),
    body: rest.join("\r\n\r\n"),
  };
}

import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { createServer } from "node:net";
import { text } from "node:stream/consumers";

export interface Request {
  port: number;
  path: string;
  method?: "GET" | "POST";
  /** May name another `Host` than the address. */
  headers?: Record<string, string>;
  body?: string;
  /** Speaks TLS, and trusts this authority only. */
  authority?: string;
}

export interface Answer {
  status: number;
  body: string;
}

/** One request to a server on this machine. */
export function request({ body = "", authority, ...options }: Request): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const all = { ...options, host: "localhost", agent: false, ...(authority ? { ca: authority } : {}) };
    const outgoing = (authority ? httpsRequest : httpRequest)(all, (incoming) => {
      text(incoming).then((received) => resolve({ status: incoming.statusCode ?? 0, body: received }), reject);
    });
    outgoing.on("error", reject).end(body);
  });
}

/** Header for basic auth. */
export function basicAuth({ username = "", password = "" }: Record<string, string>): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` };
}

/** A port that nobody listens at. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";

/** An issuer of signed tokens, with a key pair of its own. */
export class Issuer {
  readonly #key: KeyObject;

  /** Its public key as it publishes it (JWKS). */
  readonly jwks: string;

  constructor() {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    this.#key = privateKey;
    const key = { ...publicKey.export({ format: "jwk" }), kid: "test", alg: "RS256", use: "sig" };
    this.jwks = JSON.stringify({ keys: [key] });
  }

  /** Header with a token of these claims. */
  bearer(claims: Record<string, unknown>): { authorization: string } {
    const parts = [{ alg: "RS256", typ: "JWT", kid: "test" }, claims];
    const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
    return { authorization: `Bearer ${text}.${createSign("RSA-SHA256").update(text).sign(this.#key, "base64url")}` };
  }
}

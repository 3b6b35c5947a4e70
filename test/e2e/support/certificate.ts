import { readFileSync } from "node:fs";
import { join } from "node:path";
import { succeed } from "./process.ts";

/** A server's key and certificate as files, and the authority that vouches for them as text. */
export interface Certificate {
  key: string;
  certificate: string;
  authority: string;
}

/** Makes an authority of its own and, signed by it, a certificate for one host name. */
export async function makeCertificate(folder: string, name: string, host: string): Promise<Certificate> {
  const file = (suffix: string) => join(folder, `${name}-${suffix}`);
  const request = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const authority = { key: file("ca.key"), certificate: file("ca.crt") };
  await succeed({
    argv: [
      ...[...request, "-days", "2", "-subj", `/CN=${name} authority`],
      ...["-addext", "keyUsage=critical,keyCertSign,cRLSign"],
      ...["-keyout", authority.key, "-out", authority.certificate],
    ],
  });
  const [key, certificate] = [file("server.key"), file("server.crt")];
  await succeed({
    argv: [
      ...[...request, "-days", "1", "-subj", `/CN=${name}`],
      ...["-CA", authority.certificate, "-CAkey", authority.key],
      ...["-addext", "basicConstraints=critical,CA:FALSE", "-addext", `subjectAltName=DNS:${host}`],
      ...["-keyout", key, "-out", certificate],
    ],
  });
  return { key, certificate, authority: readFileSync(authority.certificate, "utf8") };
}

/** Objects of cert-manager for the TLS of a trial S3 server, and for the CA that its clients trust. */

export interface ServerCertificate {
  /** Secret with `tls.crt`, `tls.key` and, for clients, `ca.crt`. */
  secretName: string;

  /** Issuers and Certificates, each after its issuer. */
  objects: { kind: "Issuer" | "Certificate"; name: string; spec: Record<string, unknown> }[];
}

/**
 * Ten years, longer than any trial: the server reads its certificate when it starts (versitygw reloads on SIGHUP only),
 * and cert-manager renews it at two thirds of its lifetime.
 */
const lifetime = "87600h";

const privateKey = { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" };

/**
 * A self-signed CA, and a certificate by it for the names of a Service. Sources: CRDs issuers.cert-manager.io and
 * certificates.cert-manager.io of 1.21; cert-manager's guide "SelfSigned", "Bootstrapping CA Issuers".
 */
export function serverCertificate(service: string, namespace: string): ServerCertificate {
  const ca = `${service}-ca`;
  const secretName = `${service}-tls`;
  const names = [service, `${service}.${namespace}`, `${service}.${namespace}.svc`];
  const issuerRef = (name: string) => ({ group: "cert-manager.io", kind: "Issuer", name });
  return {
    secretName,
    objects: [
      { kind: "Issuer", name: `${service}-selfsigned`, spec: { selfSigned: {} } },
      {
        kind: "Certificate",
        name: ca,
        spec: {
          isCA: true,
          commonName: ca,
          secretName: ca,
          duration: lifetime,
          privateKey,
          issuerRef: issuerRef(`${service}-selfsigned`),
        },
      },
      { kind: "Issuer", name: ca, spec: { ca: { secretName: ca } } },
      {
        kind: "Certificate",
        name: secretName,
        spec: {
          secretName,
          dnsNames: [...names, `${service}.${namespace}.svc.cluster.local`],
          duration: lifetime,
          usages: ["digital signature", "key encipherment", "server auth"],
          privateKey,
          issuerRef: issuerRef(ca),
        },
      },
    ],
  };
}

import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment.js";
import { PersistentVolumeClaim } from "@pulumi/kubernetes/core/v1/persistentVolumeClaim.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1/networkPolicy.js";
import { ComponentResource, type ComponentResourceOptions, type Input } from "@pulumi/pulumi";
import { z } from "zod";
import { objectStoreServer } from "../../../config/objectStore/server.ts";
import { image, kubernetesName } from "../../../config/values.ts";
import { checkedArgs } from "../../checkedArgs.ts";
import { fromTcp, pods } from "../../kubernetes/networkPolicy.ts";
import type { KubernetesPlatform } from "../../kubernetes/podSecurity.ts";
import { exemptionAnnotations, imageExemptions } from "../../kubernetes/scannerExemptions.ts";
import { type ServerCertificate, serverCertificate } from "./serverCertificate.ts";
import { serverPort, serverSpec } from "./serverPod.ts";

/** One pod of Versity's S3 gateway on one volume, for trials of a platform. */
export interface S3ServerArgs {
  /** Namespace of the workloads, the only pods that may connect. */
  namespace: string;

  /** Size of the volume, such as `10Gi`. */
  size: string;

  /** @default the cluster's own */
  storageClass?: string | undefined;

  image: string;
  platform: KubernetesPlatform;

  /** The only region whose signatures it accepts. */
  region: string;

  /** Its only keys, with full access. */
  credentials: { accessKeyId: Input<string>; secretAccessKey: Input<string> };

  /** `retain` protects the volume, and keeps it when it leaves the program. */
  retention: "retain" | "delete";
}

const argsSchema = z.looseObject({
  name: kubernetesName,
  namespace: kubernetesName,
  image,
  size: objectStoreServer.shape.size,
});

/** Label of all objects of a trial server; a policy rule reads it. */
const tryoutLabel = { "mlops-platform/tryout": "true" };

/** Keys of the Secret with the server's keys, as an S3ObjectStore reads them. */
const keys = { accessKeyIdKey: "ACCESS_KEY_ID", secretAccessKeyKey: "SECRET_ACCESS_KEY", regionKey: "REGION" } as const;

/**
 * An S3 server for trials: no replication, one pair of root keys for everybody, and a certificate signed by a CA of its
 * own, which cert-manager makes in the namespace. Its users make their buckets.
 */
export class S3Server extends ComponentResource {
  /** Address inside the cluster. */
  readonly endpoint: string;

  /** Secret in the namespace with the CA that signed the certificate. */
  readonly ca: { secretName: string; key: string };

  /** Secret in the namespace with the keys. */
  readonly credentials: { kind: "existing"; secretName: string } & typeof keys;

  constructor(name: string, given: S3ServerArgs, opts?: ComponentResourceOptions) {
    super("mlops-platform:objectStore:S3Server", name, {}, opts);
    const args = checkedArgs(`S3Server "${name}"`, argsSchema, { ...given, name });
    const { namespace, image, platform, region, retention } = args;
    const selector = { "app.kubernetes.io/name": "versitygw", "app.kubernetes.io/instance": name };
    const metadata = { name, namespace, labels: { ...selector, ...tryoutLabel } };
    const child = { parent: this };
    const isKept = retention === "retain";

    const certificate = this.#certificate(serverCertificate(name, namespace), metadata);
    const secret = new Secret(
      name,
      {
        metadata: { ...metadata, name: `${name}-keys` },
        stringData: {
          [keys.accessKeyIdKey]: args.credentials.accessKeyId,
          [keys.secretAccessKeyKey]: args.credentials.secretAccessKey,
          [keys.regionKey]: region,
        },
      },
      child,
    );
    const volume = new PersistentVolumeClaim(
      name,
      {
        metadata,
        spec: {
          accessModes: ["ReadWriteOnce"],
          ...(args.storageClass && { storageClassName: args.storageClass }),
          resources: { requests: { storage: args.size } },
        },
      },
      { ...child, protect: isKept, retainOnDelete: isKept },
    );
    const policy = new NetworkPolicy(
      name,
      {
        metadata,
        // No egress, not even to DNS.
        spec: {
          podSelector: { matchLabels: selector },
          policyTypes: ["Ingress", "Egress"],
          ingress: [fromTcp([serverPort], pods({}))],
          egress: [],
        },
      },
      child,
    );
    const serviceAccount = new ServiceAccount(name, { metadata, automountServiceAccountToken: false }, child);
    new Service(
      name,
      { metadata, spec: { selector, ports: [{ name: "https", port: serverPort, targetPort: "https" }] } },
      child,
    );
    new Deployment(
      name,
      {
        metadata: {
          ...metadata,
          annotations: exemptionAnnotations(
            ...imageExemptions(image),
            "secretsInEnvironment",
            ...(platform === "openshift" ? ["platformUser" as const] : []),
            "oneWriter",
          ),
        },
        spec: serverSpec({
          image,
          platform,
          region,
          selector,
          labels: metadata.labels,
          serviceAccount: name,
          volumeClaim: name,
          tlsSecret: certificate.secretName,
          accessKeyId: { name: `${name}-keys`, key: keys.accessKeyIdKey },
          secretAccessKey: { name: `${name}-keys`, key: keys.secretAccessKeyKey },
        }),
      },
      { ...child, dependsOn: [...certificate.ready, secret, volume, policy, serviceAccount] },
    );

    this.endpoint = `https://${name}.${namespace}.svc:${serverPort}`;
    this.ca = { secretName: certificate.secretName, key: "ca.crt" };
    this.credentials = { kind: "existing", secretName: `${name}-keys`, ...keys };
    this.registerOutputs({ endpoint: this.endpoint });
  }

  /** A CA of the namespace, and the server's certificate: each object waits for its issuer. */
  #certificate({ secretName, objects }: ServerCertificate, { namespace, labels }: Omit<Metadata, "name">) {
    const ready: CustomResource[] = [];
    for (const { kind, name, spec } of objects) {
      const waits = { annotations: { "pulumi.com/waitFor": "condition=Ready" } };
      const metadata = { name, namespace, labels, ...(kind === "Certificate" && waits) };
      ready.push(
        new CustomResource(
          name,
          { apiVersion: "cert-manager.io/v1", kind, metadata, spec },
          { parent: this, dependsOn: [...ready] },
        ),
      );
    }
    return { secretName, ready };
  }
}

interface Metadata {
  name: string;
  namespace: string;
  labels: Record<string, string>;
}

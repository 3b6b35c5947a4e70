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
import { imageWaivers, waiverAnnotations } from "../../kubernetes/scannerExemptions.ts";
import { type ServerCertificate, serverCertificate } from "./serverCertificate.ts";
import { serverPort, serverSpec } from "./serverPod.ts";

/** One pod of Versity's S3 gateway on one volume, to try a platform out with. */
export interface S3ServerArgs {
  /** The namespace of its workloads: nobody else reaches it. */
  namespace: string;

  /** Size of the volume, such as `10Gi`. */
  size: string;

  /** @default the cluster's own */
  storageClass?: string | undefined;

  image: string;
  platform: KubernetesPlatform;

  /** The one region that it accepts signatures for. */
  region: string;

  /** Its only keys, which open everything. */
  credentials: { accessKeyId: Input<string>; secretAccessKey: Input<string> };

  /** `retain` protects the volume, and keeps it in place when it leaves the program. */
  retention: "retain" | "delete";
}

const argsSchema = z.looseObject({
  name: kubernetesName,
  namespace: kubernetesName,
  image,
  size: objectStoreServer.shape.size,
});

/** Says what the server is for, on all of its objects: a rule of the pack reads it. */
const tryoutLabel = { "mlops-platform/tryout": "true" };

/** Keys of the Secret with the server's keys, as an S3ObjectStore reads them. */
const keys = { accessKeyIdKey: "ACCESS_KEY_ID", secretAccessKeyKey: "SECRET_ACCESS_KEY", regionKey: "REGION" } as const;

/**
 * An S3 server for trying out: nothing is replicated, everybody shares its root keys, and its certificate is signed by a
 * CA of its own, which cert-manager makes in the namespace. Buckets are made by whoever uses it.
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
        // It goes nowhere, not even to names.
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
          annotations: waiverAnnotations(
            ...imageWaivers(image),
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

  /** A CA of the namespace's own, and the server's certificate by it: each waits for the one that signs it. */
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

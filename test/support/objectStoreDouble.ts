import type { Grant, GrantArgs, ObjectStore } from "../../components/objectStore/objectStore.ts";

/** An object store that grants everything with fixed answers and remembers what it was asked for. */
export class ObjectStoreDouble implements ObjectStore {
  readonly asked: GrantArgs[] = [];
  readonly #answer: Partial<Grant>;

  constructor(answer: Partial<Grant> = {}) {
    this.#answer = answer;
  }

  grant(args: GrantArgs): Grant {
    this.asked.push(args);
    return {
      annotations: { "cloud.example.com/identity": args.serviceAccount },
      podLabels: { "cloud.example.com/use": "true" },
      env: { STORE_REGION: "here" },
      secretKeyRefs: { STORE_KEY: { name: "store-keys", key: "key" } },
      files: {},
      target: { kind: "aws", bucket: args.bucket, prefix: args.prefix, region: "here" },
      egress: [{ ports: [{ port: 9000, protocol: "TCP" }] }],
      ready: [],
      ...this.#answer,
    };
  }
}

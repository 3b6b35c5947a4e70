import { type Inputs, isSecret, output, secret } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { sealedObject, sealedObjectsOf } from "../../../components/kubernetes/chartSecrets.ts";

const map = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "map", namespace: "mlops", annotations: { token: "canary" } },
  data: { token: "canary" },
};

describe("objects of a rendered chart", () => {
  it("are secrets except for kind and name", async () => {
    const sealed = sealedObject(map);
    expect(sealed).toMatchObject({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "map", namespace: "mlops" },
    });
    expect(await isSecret(output(sealed.data))).toBe(true);
    expect(await isSecret(output(sealed.metadata.annotations))).toBe(true);
  });

  it("are secrets whatever fields they have", async () => {
    expect(await isSecret(output(sealedObject({ ...map, password: "canary" }).password))).toBe(true);
  });

  it("keep their names secret while metadata is unknown", async () => {
    expect(await isSecret(output(sealedObject({ metadata: output({ name: "map" }) }).metadata))).toBe(true);
  });

  it("need no metadata", () => {
    expect(sealedObject({ kind: "List" })).toEqual({ kind: "List" });
  });
});

describe("a chart", () => {
  it("with a secret at any depth of its values has secret objects, outputs included", async () => {
    const { props, opts } = (await transformed({ own: [{ password: secret("canary") }] })) ?? {};
    expect(await isSecret(output(props?.data))).toBe(true);
    expect(opts).toMatchObject({
      protect: true,
      additionalSecretOutputs: ["id2", "metadata", "data", "__inputs", "status"],
    });
  });

  it("without secrets in its values is left alone", async () => {
    expect(await transformed({ own: { replicas: output(2) } })).toBeUndefined();
  });

  it("is not treated as an object itself", async () => {
    expect(await transformed({ password: secret("canary") }, false)).toBeUndefined();
  });
});

async function transformed(values: Inputs, custom = true) {
  const [transform] = sealedObjectsOf(values).transforms ?? [];
  const opts = { protect: true, additionalSecretOutputs: ["id2"] };
  return transform?.({ custom, type: "kubernetes:core/v1:ConfigMap", name: "map", props: map, opts });
}

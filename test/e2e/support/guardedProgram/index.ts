/** A program with one guarded Helm release, as small as can be: its values go to a stub of the chart as they are. */
import { Release } from "@pulumi/kubernetes/helm/v3/release.js";
import { Config, secret } from "@pulumi/pulumi";
import { releaseGuard } from "../../../../components/releaseGuard/releaseGuard.ts";
import { releaseDescription } from "../../../../components/releaseGuard/releaseMark.ts";
import type { Json, JsonMap } from "../../../../lib/json.ts";
import { h2oMlops } from "../../../../releases/h2o-mlops/product.ts";

interface Settings {
  release: string;
  values: JsonMap;
  deployments?: Json;
  answers?: Json;
}

const { release, values, deployments, answers } = new Config().requireObject<Settings>("mlops");

const guard = releaseGuard("mlops", {
  product: h2oMlops,
  configured: { release, values },
  deployments,
  answers,
  keys: { release: "mlops.release", answers: "mlops.answers" },
});

new Release(
  "mlops",
  {
    name: "mlops",
    chart: `${import.meta.dirname}/chart`,
    namespace: "default",
    description: releaseDescription(h2oMlops, release),
    values: { ...values, password: secret("canary") },
  },
  { hooks: { beforeUpdate: [guard] } },
);
